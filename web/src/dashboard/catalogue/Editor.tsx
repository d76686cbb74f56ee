// The frame of a form: sends, puts refusals beside their fields, and merges when somebody else was quicker.

import { Alert, Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { errorsOf } from "../forms.ts";
import { useMerging } from "../merging.tsx";

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
  /** For a form that stands in the midst of other things. */
  onLeave?(): void;
  name?: string;
  /** For who may look at it only. */
  isReadOnly?: boolean;
  children: ReactNode;
}

export function Editor<V extends object>({ form, fields, submitLabel, onSend, onFresh, onErrors, onLeave, name, isReadOnly, children }: Props<V>) {
  const merging = useMerging(form, onFresh, (error) => show(errorsOf(error, fields)));

  function show(errors: Record<string, ReactNode>): void {
    form.setErrors(errors);
    const names = Object.keys(errors);
    onErrors?.(names);
    requestAnimationFrame(() => form.getInputNode(names[0]!)?.focus());
  }

  async function send(values: V): Promise<void> {
    merging.forget();
    try {
      await onSend(values);
      form.resetDirty(values);
    } catch (error) {
      if (!merging.isStale(error)) show(errorsOf(error, fields));
    }
  }

  return (
    <form onSubmit={form.onSubmit(send, show)} noValidate aria-label={name}>
      <Stack gap={onLeave ? "xs" : "md"}>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        {children}
        {merging.shown}
        {onLeave && (
          <Group gap="xs">
            <Button type="submit" size="sm" loading={form.submitting}>{submitLabel}</Button>
            <Button variant="default" size="sm" onClick={onLeave}>Leave it</Button>
          </Group>
        )}
        {!onLeave && !isReadOnly && <Button type="submit" size="md" maw={480} w="100%" loading={form.submitting}>{submitLabel}</Button>}
      </Stack>
    </form>
  );
}
