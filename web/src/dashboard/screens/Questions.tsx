// What buyers are asked at checkout, in order.

import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { addQuestion, putInOrder, removeQuestion, type Question, type Schemas } from "../catalogue/calls.ts";
import { PartRow } from "../catalogue/PartRow.tsx";
import { QuestionForm } from "../catalogue/QuestionForm.tsx";
import { KINDS } from "../catalogue/questionValues.ts";
import { moves } from "../catalogue/RowMenu.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { Sortable } from "../catalogue/Sortable.tsx";
import { offerUndo, sayFailed } from "../catalogue/undo.tsx";
import { useOrder } from "../catalogue/useOrder.ts";
import type { Sale } from "../catalogue/useSale.ts";
import { namesOf } from "../catalogue/wording.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

type Preset = NonNullable<Schemas["NewQuestion"]["preset"]>;

const PRESETS: [Preset, string, string][] = [
  ["diet", "Dietary requirements", "Vegetarian, vegan, allergies"],
  ["emergency_contact", "Emergency contact", "A name and a telephone number"],
  ["accessibility", "Accessibility needs", "Wheelchair space, companion, hearing, sight"],
];

const labelOf = (question: Question) => pick(question.label, LANGUAGE);

function wordsOf(question: Question, { catalogue, products }: Sale): string {
  const decider = catalogue.questions.find((one) => one.id === question.asked_if);
  return [
    KINDS[question.kind],
    question.scope === "ticket" ? "for each ticket" : "once for an order",
    question.product_ids.length && `only for ${namesOf(question.product_ids, products)}`,
    decider && `only if “${labelOf(decider)}” was answered so`,
  ].filter(Boolean).join(" · ");
}

function Presets({ sale }: { sale: Sale }) {
  const [busy, setBusy] = useState("");
  async function add(preset: Preset): Promise<void> {
    setBusy(preset);
    try {
      await addQuestion(sale.event.id, { preset }, newKey());
      await sale.refresh();
    } catch (error) {
      sayFailed(error);
    } finally {
      setBusy("");
    }
  }
  const asked = sale.catalogue.questions.map((question) => question.label["en"] ?? "");
  const offered = PRESETS.filter(([, name]) => !asked.some((label) => label.startsWith(name)));
  if (!offered.length) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Ready-made questions">
      <Text fw={600}>Ready-made</Text>
      <Group gap="sm">
        {offered.map(([preset, name, words]) => (
          <Button key={preset} variant="default" h="auto" py={8} ta="start" loading={busy === preset} onClick={() => void add(preset)}>
            <span style={{ whiteSpace: "normal" }}>
              {name}
              <Text size="sm" c="dimmed" fw={400} component="span" display="block">{words}</Text>
            </span>
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function QuestionsOf({ sale }: { sale: Sale }) {
  const { event, isReadOnly } = sale;
  const { questions } = sale.catalogue;
  const [open, setOpen] = useState<{ question?: Question } | null>(null);
  const order = useOrder(event.id, "questions");
  const ids = questions.map((one) => one.id);
  const close = () => setOpen(null);

  async function remove(question: Question): Promise<void> {
    const { id, position: _position, version: _version, ...fields } = question;
    try {
      await removeQuestion(event.id, id);
      await sale.refresh();
      offerUndo("The question is removed.", async () => {
        const again = await addQuestion(event.id, fields, newKey());
        await putInOrder(event.id, { of: "questions", ids: ids.map((one) => (one === id ? again.id : one)) });
        await sale.refresh();
      });
    } catch (error) {
      sayFailed(error);
    }
  }

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">Questions</Title>
        {!isReadOnly && <Button onClick={() => setOpen({})}>Add a question</Button>}
      </Group>
      {questions.length === 0 && (
        <Paper withBorder radius="lg" p="lg" maw={640}>
          <Text fw={600}>Ask only what you need</Text>
          <Text c="dimmed" mt={4}>
            Name and e-mail address are always asked. Every question more makes some buyers leave. Answers stand with the
            order and the attendee, and in exports.
          </Text>
        </Paper>
      )}
      <Sortable label="Questions" items={questions} nameOf={labelOf} isFixed={isReadOnly} onOrder={order}>
        {(question, handle) => (
          <PartRow
            name={labelOf(question)}
            words={wordsOf(question, sale)}
            handle={handle}
            badges={question.is_required && <Badge color="foyer" miw="max-content">Required</Badge>}
            isReadOnly={isReadOnly}
            onEdit={() => setOpen({ question })}
            items={[...moves(ids, question.id, order), { label: "Remove", onClick: () => void remove(question) }]}
          />
        )}
      </Sortable>
      {!isReadOnly && <Presets sale={sale} />}
      <Panel opened={Boolean(open)} onClose={close} title={open?.question ? "Edit the question" : "Add a question"}>
        {open && <QuestionForm sale={sale} {...(open.question && { question: open.question })} onDone={close} />}
      </Panel>
    </Stack>
  );
}

export default function Questions({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="questions">
      {(sale) => <QuestionsOf sale={sale} />}
    </SaleFrame>
  );
}
