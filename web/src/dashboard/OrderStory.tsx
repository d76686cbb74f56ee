// Everything that happened to an order, with what members changed: before, after and why.

import { Text, Timeline } from "@mantine/core";
import type { Event, StaffOrder } from "../api/types.ts";
import { formatMoment } from "../shared/time.ts";
import { type Reason } from "./api.ts";
import { LOCALE, words } from "./format.ts";
import { REASONS } from "./reasons.ts";
import { labelOf } from "./StateBadge.tsx";
import { useSession } from "./session.ts";

type Edit = StaffOrder["edits"][number];

const FIELDS: Record<string, string> = {
  buyer_name: "Buyer’s name",
  buyer_email: "Buyer’s e-mail",
  holder_name: "Holder’s name",
  holder_email: "Holder’s e-mail",
  state: "State",
  tickets: "Tickets cancelled",
};

function EditLines({ edit }: { edit: Edit }) {
  const say = (field: string, value: string) => (field === "state" ? labelOf(value) : value);
  return (
    <>
      {edit.changes.map(({ field, before, after }) => (
        <Text key={field} size="sm">
          {FIELDS[field] ?? field}
          {edit.number > 0 && ` (ticket ${edit.number})`}: <del>{say(field, before)}</del> → <ins>{say(field, after)}</ins>
        </Text>
      ))}
      {edit.reason && <Text size="sm">Reason: {REASONS[edit.reason as Reason]}</Text>}
      {edit.note && (
        <Text size="sm" style={{ whiteSpace: "pre-line" }}>
          “{edit.note}”
        </Text>
      )}
    </>
  );
}

export function OrderStory({ order, event }: { order: StaffOrder; event: Event }) {
  const session = useSession();
  const who = (by: string) => (by === session.data?.member.user_id ? "you" : by);
  return (
    <Timeline active={order.facts.length} bulletSize={14} lineWidth={2}>
      {order.facts.map((fact) => {
        // An edit and its fact are written together, by one person at one moment.
        const edits = order.edits.filter((edit) => edit.at === fact.at && edit.by === fact.by);
        const isAbout = ["OrderEdited", "OrderCancelled", "OrderPaid"].includes(fact.name);
        return (
          <Timeline.Item key={fact.id} title={words(fact.name)}>
            <Text size="sm" c="dimmed" className="figures">
              {formatMoment(fact.at, event.timezone, LOCALE)}
              {fact.by && ` · ${who(fact.by)}`}
            </Text>
            {isAbout && edits.map((edit) => <EditLines key={edit.id} edit={edit} />)}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
