// What can be done with an event as a whole. What can be taken back offers that; what cannot says what follows.

import { Anchor, Button, CopyButton, Group, Menu, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "../api/types.ts";
import { duplicateEvent, inviteToEvent, moveEvent, previewEvent, saveTemplate, type Move } from "./api.ts";
import { CopyForm } from "./CopyForm.tsx";
import { sayProblem, useIntention } from "./forms.ts";
import { LOCALE } from "./format.ts";
import { Panel } from "./Panel.tsx";
import { may } from "./may.ts";
import { go } from "./router.ts";
import { useMay, useSession } from "./session.ts";

interface Final {
  title: string;
  text: string;
  button: string;
}

const FINAL: Partial<Record<Move, Final>> = {
  archive: {
    title: "Archive the event?",
    text: "Nothing more is sold, and the event can no longer be changed. Orders, attendees and exports stay. This cannot be taken back.",
    button: "Archive the event",
  },
};
const DONE: Record<Move, string> = {
  publish: "The event is on sale.",
  postpone: "The event is postponed. Nothing is sold until you resume it.",
  resume: "The event is on sale again.",
  cancel: "The event is cancelled.",
  archive: "The event is archived.",
};
const OFFERED: Record<Event["status"], Move[]> = {
  DRAFT: [],
  LIVE: ["postpone", "cancel", "archive"],
  POSTPONED: ["resume", "cancel", "archive"],
  CANCELLED: ["cancel", "archive"],
  ARCHIVED: [],
  TEMPLATE: [],
};
const LABELS: Record<Move, string> = {
  publish: "Publish",
  postpone: "Postpone",
  resume: "Resume the sale",
  cancel: "Cancel the event…",
  archive: "Archive…",
};

interface Link {
  title: string;
  text: string;
  url: string;
  expires_at: string;
}

function LinkPanel({ link, onClose }: { link: Link | null; onClose(): void }) {
  return (
    <Panel opened={Boolean(link)} onClose={onClose} title={link?.title}>
      {link && (
        <Stack>
          <Text>{link.text}</Text>
          <TextInput label="Link" value={link.url} readOnly onFocus={(event) => event.currentTarget.select()} />
          <Text size="sm" c="dimmed">
            Works until {new Date(link.expires_at).toLocaleDateString(LOCALE, { dateStyle: "long" })}.
          </Text>
          <Group>
            <CopyButton value={link.url}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy the link"}</Button>}
            </CopyButton>
            <Anchor href={link.url} target="_blank" rel="noopener" underline="always">
              Open it
            </Anchor>
          </Group>
        </Stack>
      )}
    </Panel>
  );
}

function FinalPanel({ move, isBusy, onConfirm, onClose }: { move: Move | null; isBusy: boolean; onConfirm(): void; onClose(): void }) {
  const words = move && FINAL[move];
  return (
    <Panel opened={Boolean(words)} onClose={onClose} title={words?.title}>
      {words && (
        <Stack>
          <Text>{words.text}</Text>
          <Group>
            <Button onClick={onConfirm} loading={isBusy}>
              {words.button}
            </Button>
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
          </Group>
        </Stack>
      )}
    </Panel>
  );
}

/** What is offered to whoever looks: a role at one event makes no other of it. */
function useOffers(event: Event) {
  const mayDo = useMay(event);
  const { data: session } = useSession();
  const mayEdit = mayDo("events.edit");
  const isOver = (how: Move) => how === "cancel" && event.status === "CANCELLED"; // then it is looked at
  return {
    moves: OFFERED[event.status].filter((how) => (isOver(how) ? mayDo("orders.read") : mayEdit)),
    mayEdit,
    mayCopy: may(session, "events.edit", event.organizer_id),
  };
}

export function EventActions({ event }: { event: Event }) {
  const { moves, mayEdit, mayCopy } = useOffers(event);
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [asked, setAsked] = useState<Move | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isCopying, setCopying] = useState(false);
  const [link, setLink] = useState<Link | null>(null);

  async function trying(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notifications.show({ message: sayProblem(error), color: "red" });
    } finally {
      setBusy(false);
      setAsked(null);
    }
  }

  async function refresh(): Promise<void> {
    await queries.invalidateQueries({ queryKey: ["event", event.id] });
    await queries.invalidateQueries({ queryKey: ["events"] });
  }

  const move = (how: Move) =>
    trying(async () => {
      const after = await moveEvent(event.id, how, keyFor({ how, version: event.version }));
      await refresh();
      const id = `moved-${event.id}-${after.version}`;
      const takeBack = () =>
        void trying(async () => {
          await moveEvent(event.id, "resume", keyFor({ undo: after.version }));
          notifications.hide(id);
          await refresh();
        });
      const undo = how === "postpone" && (
        <Button variant="default" size="compact-sm" mt={4} onClick={takeBack}>
          Undo
        </Button>
      );
      notifications.show({ id, message: <>{DONE[how]} {undo}</>, color: "teal", autoClose: undo ? 10_000 : 4_000 });
    });

  function choose(how: Move): void {
    if (how === "cancel") go(`/events/${event.id}/cancellation`); // with its orders and their money
    else if (FINAL[how]) setAsked(how);
    else void move(how);
  }

  const preview = () =>
    trying(async () => setLink({ ...(await previewEvent(event.id)), title: "Preview", text: "Whoever has this link sees the event as its page shows it. Nothing can be bought there." }));
  const invite = () =>
    trying(async () => setLink({ ...(await inviteToEvent(event.id)), title: "Invitation", text: "Whoever has this link can open the private event without its password, and buy." }));
  const keep = () =>
    trying(async () => {
      await saveTemplate(event.id, { title: null }, keyFor({ template: event.version }));
      await queries.invalidateQueries({ queryKey: ["templates"] });
      notifications.show({ message: "Saved as a template. You find it where you create an event.", color: "teal" });
    });

  if (!moves.length && !mayEdit && !mayCopy) return null;
  return (
    <>
      <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" loading={isBusy && !asked}>
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && <Menu.Item onClick={() => void preview()}>Preview link</Menu.Item>}
          {mayEdit && event.visibility === "private" && event.page_url && <Menu.Item onClick={() => void invite()}>Invitation link</Menu.Item>}
          {mayCopy && <Menu.Item onClick={() => setCopying(true)}>Duplicate…</Menu.Item>}
          {mayCopy && event.status !== "TEMPLATE" && <Menu.Item onClick={() => void keep()}>Save as a template</Menu.Item>}
          {moves.map((how) => (
            <Menu.Item key={how} onClick={() => choose(how)}>
              {how === "cancel" && event.status === "CANCELLED" ? "Its orders and refunds…" : LABELS[how]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <FinalPanel move={asked} isBusy={isBusy} onConfirm={() => void move(asked!)} onClose={() => setAsked(null)} />
      <LinkPanel link={link} onClose={() => setLink(null)} />
      <Panel opened={isCopying} onClose={() => setCopying(false)} title="Duplicate the event">
        <CopyForm
          source={event}
          submitLabel="Duplicate"
          onSubmit={async (copy) => {
            const made = await duplicateEvent(event.id, copy, keyFor({ copy }));
            await queries.invalidateQueries({ queryKey: ["events"] });
            setCopying(false);
            go(`/events/${made.id}`);
          }}
        />
      </Panel>
    </>
  );
}
