// Says what could not be loaded, or not again: what was loaded before stays, with whatever is being typed there.

import { Alert, Button } from "@mantine/core";
import { sayProblem } from "./forms.ts";

interface Reading {
  data: unknown;
  error: unknown;
  refetch(): unknown;
}

export function Failed({ of: { data, error, refetch } }: { of: Reading }) {
  if (!error) return null;
  const [title, look] = data ? ["This may be out of date", { variant: "default", role: "status" }] : ["This could not be loaded", { color: "red" }];
  return (
    <Alert {...look} title={title} my="md">
      {sayProblem(error)}
      <Button variant="default" mt="sm" display="block" onClick={() => void refetch()}>
        Try again
      </Button>
    </Alert>
  );
}
