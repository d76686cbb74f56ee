// Ten codes that are shown once: to be copied, downloaded or printed.

import { Alert, Button, Code, CopyButton, Group, SimpleGrid, Stack } from "@mantine/core";

const HEAD = "Recovery codes for your box office. Each is good once, in the place of your second factor.";

function download(codes: string[]): void {
  const url = URL.createObjectURL(new Blob([`${HEAD}\n\n${codes.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(url);
}

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone(): void }) {
  return (
    <Stack>
      <Alert variant="default" title="You see these once">
        Keep them where you find them without your telephone. Each lets you in once. Codes that you had before are not good any more.
      </Alert>
      <SimpleGrid cols={2} spacing="xs" role="group" aria-label="Recovery codes" className="printed">
        {codes.map((code) => <Code key={code} block fz="md" ta="center">{code}</Code>)}
      </SimpleGrid>
      <Group>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => <Button variant="default" onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
        <Button variant="default" onClick={() => download(codes)}>Download</Button>
        <Button variant="default" onClick={() => print()}>Print</Button>
      </Group>
      <Button onClick={onDone}>I have kept them</Button>
    </Stack>
  );
}
