// Something was removed: for a while a click brings it back.

import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { sayProblem } from "../forms.ts";
import type { Sale } from "./useSale.ts";

const UNDO_MS = 10_000;

export const sayDone = (message: string): void => void notifications.show({ message, color: "teal" });
export const sayFailed = (error: unknown): void => void notifications.show({ message: sayProblem(error), color: "red" });

export function offerUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: UNDO_MS,
    color: "teal",
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo().catch(sayFailed);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

/** Removes something of a sale; for a while a click adds it again. */
export async function removing(name: string, sale: Sale, remove: () => Promise<unknown>, again: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
    await sale.refresh();
    offerUndo(`${name} is removed.`, () => again().then(sale.refresh));
  } catch (error) {
    sayFailed(error);
  }
}
