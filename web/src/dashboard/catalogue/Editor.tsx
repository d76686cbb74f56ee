// The frame of a form in a panel: sends, puts refusals beside their fields, and merges when somebody else was quicker.

import { Alert, Button, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useRef, useState, type ReactNode } from "react";
import { Problem } from "../../shared/http.ts";
import { merged } from "../eventValues.ts";
import { errorsOf } from "../forms.ts";

interface Props<V extends object> {
  form: UseFormReturnType<V>;
  /** The names by which the API knows the form's fields. */
  fields: string[];
  submitLabel: string;
  onSend(values: V): Promise<void>;
  /** What is stored now, after somebody else saved it. */
  onFresh?(): Promise<V>;
  /** Fields with errors, so that a closed section can open. */
  onErrors?(names: string[]): void;
  children: ReactNode;
}

export function Editor<V extends object>({ form, fields, submitLabel, onSend, onFresh, onErrors, children }: Props<V>) {
  const base = useRef(form.getInitialValues());
  const [stale, setStale] = useState("");
  const [notice, setNotice] = useState("");

  function show(errors: Record<string, ReactNode>): void {
    form.setErrors(errors);
    const names = Object.keys(errors);
    onErrors?.(names);
    requestAnimationFrame(() => form.getInputNode(names[0]!)?.focus());
  }

  async function send(values: V): Promise<void> {
    setNotice("");
    try {
      await onSend(values);
    } catch (error) {
      if (error instanceof Problem && error.code === "stale_edit" && onFresh) setStale(error.detail.split(". ")[0]!);
      else show(errorsOf(error, fields));
    }
  }

  async function reload(): Promise<void> {
    const theirs = await onFresh!();
    const clashes: string[] = [];
    form.setValues(merged(base.current, form.getValues(), theirs, clashes));
    base.current = theirs;
    setStale("");
    setNotice(
      clashes.length
        ? `You both changed: ${clashes.map((name) => name.replaceAll("_", " ")).join(", ")}. Yours is in the form; save to keep it.`
        : "The new version is in the form, with what you typed. Save when it is right.",
    );
  }

  return (
    <form onSubmit={form.onSubmit(send, show)} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        {children}
        {stale && (
          <Alert variant="default" role="alert" title="Somebody was quicker">
            {stale}.
            <Button mt="sm" display="block" onClick={() => void reload().catch((error) => show(errorsOf(error, fields)))}>
              Load the new version, keep what I typed
            </Button>
          </Alert>
        )}
        {notice && <Alert variant="default" role="status">{notice}</Alert>}
        <Button type="submit" size="md" loading={form.submitting}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
