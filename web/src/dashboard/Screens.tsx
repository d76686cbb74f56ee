// Which screen an address shows; each is loaded when it is first wanted.

import { Alert, Button, Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, type ComponentType } from "react";
import type { Session } from "../api/types.ts";
import { Problem } from "../shared/http.ts";
import { getSession } from "./api.ts";
import { sayProblem } from "./forms.ts";
import { match, usePlace, type Params } from "./router.ts";
import { Shell } from "./Shell.tsx";

const SignIn = lazy(() => import("./screens/SignIn.tsx"));
const SignUp = lazy(() => import("./screens/SignUp.tsx"));

// One screen at two addresses: its search stays while an order is opened and closed.
const Orders = lazy(() => import("./screens/Orders.tsx"));

type Screen = ComponentType<{ params: Params }>;

const SCREENS: [string, Screen][] = [
  ["/", lazy(() => import("./screens/Events.tsx"))],
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
  ["/events/:event/attendees", lazy(() => import("./screens/Attendees.tsx"))],
];
const NotFound = lazy(() => import("./screens/NotFound.tsx"));

function find(path: string): [Screen, Params] {
  for (const [pattern, screen] of SCREENS) {
    const params = match(pattern, path);
    if (params) return [screen, params];
  }
  return [NotFound, {}];
}

const Waiting = () => (
  <Center mih={240}>
    <Loader role="status" aria-label="Loading" />
  </Center>
);

function Inside({ session, path }: { session: Session; path: string }) {
  const [Screen, params] = find(path);
  useEffect(() => {
    scrollTo(0, 0);
  }, [path]);
  return (
    <Shell session={session}>
      <Suspense fallback={<Waiting />}>
        <Screen params={params} />
      </Suspense>
    </Shell>
  );
}

export function Screens() {
  const { path, query } = usePlace();
  const session = useQuery({ queryKey: ["session"], queryFn: getSession, staleTime: 60_000 });
  const isOut = session.error instanceof Problem && session.error.status === 401;

  if (session.isPending) return <Waiting />;
  if (isOut || path === "/signin" || path === "/signup")
    return (
      <Suspense fallback={<Waiting />}>
        {path === "/signup" ? <SignUp query={query} /> : <SignIn query={query} />}
      </Suspense>
    );
  if (session.data) return <Inside session={session.data} path={path} />;
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
