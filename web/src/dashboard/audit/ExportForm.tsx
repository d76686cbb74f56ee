// A file of what the filters show: asked for, watched while it is written, fetched.

import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { useIntention } from "../forms.ts";
import { askForExport, getExport, isEverything, type Export, type Wanted } from "./calls.ts";

const LOOK_AGAIN_MS = 1500;

function Progress({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ["audit", "export", id],
    queryFn: () => getExport(id),
    refetchInterval: ({ state }) => (state.data?.state === "READY" ? false : LOOK_AGAIN_MS),
  });
  if (query.error) return <Failed of={query} />;
  const entries = query.data?.entries ?? 0;
  if (query.data?.url)
    return (
      <Stack role="status">
        <Text>{entries === 1 ? "One change" : `${entries.toLocaleString("en")} changes`} in the file. It is kept for a week.</Text>
        <Button component="a" href={query.data.url} style={{ alignSelf: "flex-start" }}>Download</Button>
      </Stack>
    );
  return <Text role="status">Writing … {entries > 0 && `${entries.toLocaleString("en")} changes so far`}</Text>;
}

export function ExportForm({ wanted }: { wanted: Wanted }) {
  const keyFor = useIntention();
  const [format, setFormat] = useState<Export["format"]>("csv");
  const [asked, setAsked] = useState("");
  if (asked) return <Progress id={asked} />;

  async function ask(): Promise<void> {
    try {
      setAsked((await askForExport(wanted, format, keyFor({ wanted, format }))).id);
    } catch (error) {
      sayFailed(error);
    }
  }

  return (
    <Stack>
      <Text>{isEverything(wanted) ? "Every change of the account." : "The changes that your filters show."} That it was exported is an entry of its own.</Text>
      <Radio.Group label="As" value={format} onChange={(value) => setFormat(value as Export["format"])}>
        <Stack gap="xs" mt="xs">
          <Radio value="csv" label="CSV" description="for spreadsheets" />
          <Radio value="jsonl" label="JSON Lines" description="for programs" />
        </Stack>
      </Radio.Group>
      <Group><Button onClick={() => void ask()}>Write the file</Button></Group>
    </Stack>
  );
}
