// What somebody else saves while a form is open: says so, and puts it in beside what was typed here.

import { Alert, Button } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { Problem } from "../shared/http.ts";
import { merged } from "./eventValues.ts";

interface Merging {
  /** Whether it was refused because somebody was quicker, which is then said. */
  isStale(error: unknown): boolean;
  forget(): void;
  shown: ReactNode;
}

/** A form begins with what is stored. `onFresh` reads what is stored now; one without it has nothing that could be stale. */
export function useMerging<V extends object>(
  form: UseFormReturnType<V>,
  onFresh: (() => Promise<V>) | undefined,
  onFailed: (error: unknown) => void,
): Merging {
  const [stale, setStale] = useState("");
  const [notice, setNotice] = useState("");

  function isStale(error: unknown): boolean {
    if (!(error instanceof Problem) || error.code !== "stale_edit" || !onFresh) return false;
    const fields = error.errors.map(({ field }) => field.replaceAll("_", " ")).join(", ");
    const [who] = error.detail.split(". "); // the rest says what to do without this form
    setStale(`${who}.${fields ? ` Changed: ${fields}.` : ""}`);
    return true;
  }

  async function reload(): Promise<void> {
    const theirs = await onFresh!();
    const clashes: string[] = [];
    form.setValues(merged(form.getInitialValues(), form.getValues(), theirs, clashes));
    form.resetDirty(theirs);
    setStale("");
    setNotice(
      clashes.length
        ? `You both changed: ${clashes.map((name) => name.replaceAll("_", " ")).join(", ")}. Yours is in the form; save to keep it.`
        : "The new version is in the form, with what you typed. Save when it is right.",
    );
  }

  const shown = (
    <>
      {stale && (
        <Alert variant="default" role="alert" title="Somebody was quicker">
          {stale}
          <Button mt="sm" display="block" h="auto" py="xs" styles={{ label: { whiteSpace: "normal" } }} onClick={() => void reload().catch(onFailed)}>
            Load the new version, keep what I typed
          </Button>
        </Alert>
      )}
      {notice && <Alert variant="default" role="status">{notice}</Alert>}
    </>
  );
  return {
    isStale,
    forget: () => setNotice(""),
    shown,
  };
}
