// When and where: by the clocks of the place; a venue, a stream, or both.

import { Collapse, Fieldset, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput, UnstyledButton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { COUNTRIES, DATE_FORMATS, TIME_ZONES } from "./choices.ts";
import type { Form } from "./eventValues.ts";

export function When({ form }: { form: Form }) {
  return (
    <Fieldset legend="When">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Starts" type="datetime-local" required {...form.getInputProps("starts_at")} />
        <TextInput label="Ends" type="datetime-local" required {...form.getInputProps("ends_at")} />
      </SimpleGrid>
      <Select
        mt="md"
        label="Time zone"
        description="The times above are by the clocks of this place."
        data={TIME_ZONES}
        searchable
        required
        {...form.getInputProps("timezone")}
      />
      <Select
        mt="md"
        label="Dates read"
        description="On the event's page, in mails and on tickets."
        data={DATE_FORMATS}
        allowDeselect={false}
        {...form.getInputProps("date_format")}
      />
    </Fieldset>
  );
}

function Address({ form }: { form: Form }) {
  const [hasMore, more] = useDisclosure(form.values.location.latitude !== "" || Boolean(form.values.location.maps_url));
  return (
    <>
      <TextInput label="Venue" required {...form.getInputProps("location.name")} />
      <TextInput label="Street and number" {...form.getInputProps("location.address")} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Postal code" {...form.getInputProps("location.postal_code")} />
        <TextInput label="City" {...form.getInputProps("location.city")} />
        <TextInput label="Region" {...form.getInputProps("location.region")} />
        <Select label="Country" data={COUNTRIES} searchable {...form.getInputProps("location.country")} />
      </SimpleGrid>
      <UnstyledButton onClick={more.toggle} aria-expanded={hasMore}>
        <Text size="sm" td="underline">
          {hasMore ? "Less about the map" : "Say exactly where it is on the map"}
        </Text>
      </UnstyledButton>
      <Collapse expanded={hasMore}>
        <Stack>
          <TextInput label="Link to a map" placeholder="https://" description="Empty: a map of the address." {...form.getInputProps("location.maps_url")} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput label="Latitude" min={-90} max={90} decimalScale={6} hideControls {...form.getInputProps("location.latitude")} />
            <NumberInput label="Longitude" min={-180} max={180} decimalScale={6} hideControls {...form.getInputProps("location.longitude")} />
          </SimpleGrid>
        </Stack>
      </Collapse>
    </>
  );
}

export function Where({ form }: { form: Form }) {
  const { kind } = form.values.location;
  return (
    <Fieldset legend="Where">
      <Stack>
        <Select
          label="It takes place"
          allowDeselect={false}
          data={[
            { value: "venue", label: "At a venue" },
            { value: "online", label: "Online" },
            { value: "hybrid", label: "At a venue and online" },
            { value: "none", label: "Not known yet" },
          ]}
          {...form.getInputProps("location.kind")}
        />
        {(kind === "venue" || kind === "hybrid") && <Address form={form} />}
        {(kind === "online" || kind === "hybrid") && (
          <>
            <TextInput
              label="Where to watch"
              placeholder="https://"
              description="Only buyers are told, in their order and by e-mail."
              {...form.getInputProps("location.online_url")}
            />
            <Textarea label="How to get in" description="A meeting code, for example. Only buyers are told." autosize minRows={2} {...form.getInputProps("location.online_instructions")} />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
