// What buyers are asked, when, and which answers they can choose from.

import { ActionIcon, Button, Group, MultiSelect, SegmentedControl, Select, Stack, Switch, Text } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { useRef } from "react";
import { pick } from "../../shared/text.ts";
import { useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { addQuestion, editQuestion, getCatalogue, type Question } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { QuestionPreview } from "./QuestionPreview.tsx";
import { choiceIds, deciders, fieldsOf, hasChoices, KINDS, valuesOf, type QuestionValues } from "./questionValues.ts";
import { needsText } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

type Form = UseFormReturnType<QuestionValues>;

function Choices({ form, languages }: { form: Form; languages: string[] }) {
  return (
    <Stack gap="xs">
      {form.values.choices.map((choice, place) => (
        <Group key={choice.id || `new-${place}`} align="flex-end" gap="xs" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <TextsInput languages={languages} label={`Choice ${place + 1}`} {...form.getInputProps(`choices.${place}.text`)} />
          </div>
          <ActionIcon variant="default" size={36} aria-label={`Remove choice ${place + 1}`} onClick={() => form.removeListItem("choices", place)}>
            <span aria-hidden="true">✕</span>
          </ActionIcon>
        </Group>
      ))}
      {form.errors["choices"] && <Text c="red" size="sm" role="alert">{form.errors["choices"]}</Text>}
      <Button variant="default" onClick={() => form.insertListItem("choices", { id: "", text: {} })}>Add a choice</Button>
    </Stack>
  );
}

function AskedIf({ form, questions }: { form: Form; questions: Question[] }) {
  const { asked_if } = form.values;
  if (!questions.length) return null;
  const chosen = questions.find((one) => one.id === asked_if);
  const answers = chosen?.kind === "yes_no" ? [{ value: "yes", label: "Ticked" }, { value: "no", label: "Not ticked" }] : Object.entries(chosen?.choices ?? {}).map(([value, text]) => ({ value, label: pick(text, LANGUAGE) }));
  return (
    <>
      <Select
        label="Ask only if"
        data={[{ value: "", label: "Always ask" }, ...questions.map((one) => ({ value: one.id, label: pick(one.label, LANGUAGE) }))]}
        allowDeselect={false}
        {...form.getInputProps("asked_if")}
        onChange={(id) => form.setValues({ asked_if: id ?? "", asked_if_answers: [] })}
      />
      {chosen && <MultiSelect label="was answered with" data={answers} {...form.getInputProps("asked_if_answers")} />}
    </>
  );
}

export function QuestionForm({ sale, question, onDone }: { sale: Sale; question?: Question; onDone(): void }) {
  const { event, catalogue, products } = sale;
  const keyFor = useIntention();
  const known = useRef(question);
  const form = useForm<QuestionValues>({
    initialValues: valuesOf(question),
    validate: {
      label: needsText("Write the question."),
      choices: (choices, { kind }) => (hasChoices(kind) && !Object.keys(choiceIds(choices, event.languages)).length ? "Add at least one choice." : null),
      asked_if_answers: (answers, { asked_if }) => (asked_if && !answers.length ? "Choose at least one answer." : null),
    },
  });
  const { values } = form;

  async function send(typed: QuestionValues): Promise<void> {
    const fields = fieldsOf(typed, event);
    if (known.current) await editQuestion(event.id, known.current.id, fields, known.current.version);
    else await addQuestion(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  async function fresh(): Promise<QuestionValues> {
    known.current = (await getCatalogue(event.id)).questions.find((one) => one.id === question!.id) ?? question!;
    return valuesOf(known.current);
  }

  return (
    <Editor form={form} fields={Object.keys(values)} submitLabel={question ? "Save" : "Add the question"} onSend={send} {...(question && { onFresh: fresh })}>
      <TextsInput languages={event.languages} label="Question" isRequired hasFocus {...form.getInputProps("label")} />
      <Select label="Answer" data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))} allowDeselect={false} {...form.getInputProps("kind")} />
      {hasChoices(values.kind) && <Choices form={form} languages={event.languages} />}
      <SegmentedControl
        aria-label="How often"
        data={[
          { value: "ticket", label: "For each ticket" },
          { value: "order", label: "Once for an order" },
        ]}
        {...form.getInputProps("scope")}
        onChange={(scope) => form.setValues({ scope: scope as QuestionValues["scope"], asked_if: "", asked_if_answers: [] })}
      />
      <Switch
        label={values.kind === "yes_no" ? "It must be ticked" : "An answer is required"}
        {...form.getInputProps("is_required", { type: "checkbox" })}
      />
      <TextsInput languages={event.languages} label="Help" description="A sentence below the question." {...form.getInputProps("help")} />
      {products.length > 1 && (
        <MultiSelect
          label="Only for"
          placeholder={values.product_ids.length ? "" : "Whatever is bought"}
          data={products.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          {...form.getInputProps("product_ids")}
        />
      )}
      <AskedIf form={form} questions={deciders(catalogue.questions, question, values.scope)} />
      <QuestionPreview values={values} languages={event.languages} />
    </Editor>
  );
}
