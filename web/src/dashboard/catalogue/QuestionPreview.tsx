// A question as the buyer will see it, to try out.

import { Checkbox, Fieldset, FileInput, NumberInput, Radio, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { pick } from "../../shared/text.ts";
import { LANGUAGE } from "../format.ts";
import { choiceIds, type QuestionValues } from "./questionValues.ts";

export function QuestionPreview({ values, languages }: { values: QuestionValues; languages: string[] }) {
  const label = pick(values.label, LANGUAGE) || "Your question";
  const common = { label, description: pick(values.help, LANGUAGE) || undefined, required: values.is_required };
  const choices = Object.entries(choiceIds(values.choices, languages)).map(([value, text]) => ({ value, label: pick(text, LANGUAGE) }));
  const field = {
    text: () => <TextInput {...common} />,
    phone: () => <TextInput type="tel" {...common} />,
    long_text: () => <Textarea autosize minRows={3} {...common} />,
    address: () => <Textarea autosize minRows={2} {...common} />,
    number: () => <NumberInput {...common} />,
    date: () => <TextInput type="date" {...common} />,
    file: () => <FileInput placeholder="Choose a file" {...common} />,
    yes_no: () => <Checkbox {...common} />,
    dropdown: () => <Select data={choices} placeholder="Choose" {...common} />,
    choice: () => (
      <Radio.Group {...common}>
        <Stack gap="xs" mt="xs">{choices.map((one) => <Radio key={one.value} {...one} />)}</Stack>
      </Radio.Group>
    ),
    multi_choice: () => (
      <Checkbox.Group {...common}>
        <Stack gap="xs" mt="xs">{choices.map((one) => <Checkbox key={one.value} {...one} />)}</Stack>
      </Checkbox.Group>
    ),
  }[values.kind];
  return (
    <Fieldset legend="As buyers see it" radius="md">
      <div key={values.kind}>{field()}</div>
    </Fieldset>
  );
}
