// Which screen an address shows; each is loaded when it is first wanted.

import { Alert, Button, Center, Loader } from "@mantine/core";
import { lazy, Suspense, useEffect, type ComponentType } from "react";
import type { Session } from "../api/types.ts";
import { Problem } from "../shared/http.ts";
import { sayProblem } from "./forms.ts";
import { match, usePlace, type Params } from "./router.ts";
import { ScreenBoundary } from "./ScreenBoundary.tsx";
import { Shell } from "./Shell.tsx";
import { useSession } from "./session.ts";

// What can be seen without having signed in.
type Outside = ComponentType<{ params: Params; query: URLSearchParams; session: Session | undefined }>;

const SignIn: Outside = lazy(() => import("./screens/SignIn.tsx"));

const OUTSIDE: [string, Outside][] = [
  ["/signin", SignIn],
  ["/signup", lazy(() => import("./screens/SignUp.tsx"))],
  ["/forgotten", lazy(() => import("./screens/Forgotten.tsx"))],
  ["/mail-link", lazy(() => import("./screens/MailLink.tsx"))],
  ["/link/:token", lazy(() => import("./screens/EmailLink.tsx"))],
  ["/join/:token", lazy(() => import("./screens/Join.tsx"))],
];

const SignedOut = lazy(() => import("./signin/SignedOut.tsx"));

// One screen at two addresses: its search stays while an order is opened and closed.
const Orders = lazy(() => import("./screens/Orders.tsx"));

type Screen = ComponentType<{ params: Params }>;

const SCREENS: [string, Screen][] = [
  ["/", lazy(() => import("./screens/Events.tsx"))],
  ["/payments", lazy(() => import("./screens/Payments.tsx"))],
  ["/organizers/:organizer/payments", lazy(() => import("./screens/OrganizerPayments.tsx"))],
  ["/books", lazy(() => import("./screens/Books.tsx"))],
  ["/team", lazy(() => import("./screens/Team.tsx"))],
  ["/keys", lazy(() => import("./screens/Keys.tsx"))],
  ["/settings", lazy(() => import("./screens/Settings.tsx"))],
  ["/audit", lazy(() => import("./screens/Audit.tsx"))],
  ["/security", lazy(() => import("./screens/Security.tsx"))],
  ["/webhooks", lazy(() => import("./screens/Webhooks.tsx"))],
  ["/invoices", lazy(() => import("./screens/Invoices.tsx"))],
  ["/events/new", lazy(() => import("./screens/NewEvent.tsx"))],
  ["/events/:event", lazy(() => import("./screens/EventOverview.tsx"))],
  ["/events/:event/edit", lazy(() => import("./screens/EditEvent.tsx"))],
  ["/events/:event/tickets", lazy(() => import("./screens/Tickets.tsx"))],
  ["/events/:event/prices", lazy(() => import("./screens/Prices.tsx"))],
  ["/events/:event/codes", lazy(() => import("./screens/Codes.tsx"))],
  ["/events/:event/questions", lazy(() => import("./screens/Questions.tsx"))],
  ["/events/:event/dates", lazy(() => import("./screens/Dates.tsx"))],
  ["/events/:event/limits", lazy(() => import("./screens/Limits.tsx"))],
  ["/events/:event/blocks", lazy(() => import("./screens/Blocks.tsx"))],
  ["/events/:event/waitlist", lazy(() => import("./screens/WaitingList.tsx"))],
  ["/events/:event/orders", Orders],
  ["/events/:event/orders/:order", Orders],
  ["/events/:event/cancellation", lazy(() => import("./screens/CancelEvent.tsx"))],
  ["/events/:event/attendees", lazy(() => import("./screens/Attendees.tsx"))],
];
const NotFound = lazy(() => import("./screens/NotFound.tsx"));

function find<T>(screens: [string, T][], path: string): [T, Params] | null {
  for (const [pattern, screen] of screens) {
    const params = match(pattern, path);
    if (params) return [screen, params];
  }
  return null;
}

const Waiting = () => (
  <Center mih={240}>
    <Loader role="status" aria-label="Loading" />
  </Center>
);

function Inside({ session, path }: { session: Session; path: string }) {
  // Whoever lacks the second factor that the account asks for is shown where to set it up, wherever they wanted to.
  const [Screen, params] = find(SCREENS, session.lacks_mfa ? "/security" : path) ?? [NotFound, {}];
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);
  return (
    <Shell session={session}>
      <ScreenBoundary path={path}>
        <Suspense fallback={<Waiting />}>
          <Screen params={params} />
        </Suspense>
      </ScreenBoundary>
    </Shell>
  );
}

export function Screens() {
  const { path, query } = usePlace();
  const session = useSession();
  const isOut = session.error instanceof Problem && session.error.status === 401;

  if (session.isPending) return <Waiting />;
  const outside = find(OUTSIDE, path) ?? (isOut && !session.data ? ([SignIn, {}] as const) : null);
  if (outside) {
    const [Screen, params] = outside;
    return (
      <ScreenBoundary path={path}>
        <Suspense fallback={<Waiting />}>
          <Screen params={params} query={query} session={session.data} />
        </Suspense>
      </ScreenBoundary>
    );
  }
  if (session.data)
    return (
      <>
        <Inside session={session.data} path={path} />
        {isOut && <Suspense><SignedOut before={session.data} /></Suspense>}
      </>
    );
  return (
    <Center mih={320} p="md">
      <Alert title="The dashboard cannot be shown right now" color="red">
        {sayProblem(session.error)}
        <Button mt="md" display="block" onClick={() => void session.refetch()}>
          Try again
        </Button>
      </Alert>
    </Center>
  );
}
