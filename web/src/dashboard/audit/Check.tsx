// Whether anybody has tampered with the log: every change compared with its seal.

import { Alert, Button, List } from "@mantine/core";
import { useState } from "react";
import { sayFailed } from "../catalogue/undo.tsx";
import { checkAll, type Checked } from "./calls.ts";
import { damageText } from "./words.ts";

const changes = (count: number) => (count === 1 ? "one change" : `${count.toLocaleString("en")} changes`);

export function Check() {
  const [facts, setFacts] = useState<number | null>(null);
  const [found, setFound] = useState<Checked | null>(null);

  async function check(): Promise<void> {
    setFound(null);
    setFacts(0);
    try {
      setFound(await checkAll(setFacts));
    } catch (error) {
      sayFailed(error);
    } finally {
      setFacts(null);
    }
  }

  return (
    <>
      <Button variant="default" loading={facts !== null} onClick={() => void check()}>Check the seals</Button>
      {found && !found.flaws.length && (
        <Alert variant="default" title="Nobody has touched the log" w="100%" role="status">
          {found.facts ? `Compared ${changes(found.facts)} with their seals.` : "Nothing is sealed yet."} What has happened in the last minutes is sealed next.
        </Alert>
      )}
      {found && found.flaws.length > 0 && (
        <Alert color="red" title="Somebody has tampered with the log" w="100%" role="alert">
          <List size="sm">
            {found.flaws.map((flaw) => <List.Item key={`${flaw.link} ${flaw.damage} ${flaw.fact_id}`}>{damageText(flaw)}</List.Item>)}
          </List>
        </Alert>
      )}
    </>
  );
}
