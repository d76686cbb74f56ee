// Shown in place of what could not be loaded.

import { Alert, Button } from "@mantine/core";
import { sayProblem } from "./forms.ts";

export function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  return (
    <Alert color="red" title="This could not be loaded" my="md">
      {sayProblem(error)}
      <Button variant="default" mt="sm" display="block" onClick={onRetry}>
        Try again
      </Button>
    </Alert>
  );
}
