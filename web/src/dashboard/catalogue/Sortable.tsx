// A list to put in order: drag the handle, or focus it and press the arrow keys. What happens is spoken.

import { ActionIcon, Box, VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { moved } from "./order.ts";

interface Props<T extends { id: string }> {
  label: string;
  items: T[];
  nameOf(item: T): string;
  isFixed?: boolean;
  onOrder(ids: string[]): void;
  children(item: T, handle: ReactNode): ReactNode;
}

export function Sortable<T extends { id: string }>({ label, items, nameOf, isFixed, onOrder, children }: Props<T>) {
  const list = useRef<HTMLUListElement>(null);
  const given = items.map((item) => item.id);
  // What was chosen here, until the items themselves come in that order.
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [dragged, setDragged] = useState("");
  const [spoken, setSpoken] = useState("");
  const order = chosen ?? given;
  const newest = useRef(order);
  newest.current = order;
  useEffect(() => setChosen(null), [given.join()]);

  function choose(next: string[]): void {
    newest.current = next;
    setChosen(next);
  }

  function settle(id: string): void {
    const place = newest.current.indexOf(id) + 1;
    setSpoken(`${nameOf(items.find((item) => item.id === id)!)}: place ${place} of ${newest.current.length}`);
    onOrder(newest.current);
  }

  function byKey(pressed: KeyboardEvent, id: string): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[pressed.key];
    if (!step) return;
    pressed.preventDefault();
    const to = newest.current.indexOf(id) + step;
    if (to < 0 || to >= newest.current.length) return;
    choose(moved(newest.current, id, to));
    settle(id);
  }

  useEffect(() => {
    if (!dragged) return;
    const before = newest.current;
    const follow = (pointer: globalThis.PointerEvent) => {
      const rows = [...list.current!.children].map((row) => row.getBoundingClientRect());
      const above = rows.filter((row, place) => newest.current[place] !== dragged && row.top + row.height / 2 < pointer.clientY);
      if (above.length !== newest.current.indexOf(dragged)) choose(moved(newest.current, dragged, above.length));
    };
    const drop = () => {
      if (newest.current.join() !== before.join()) settle(dragged);
      setDragged("");
    };
    const stop = () => {
      choose(before);
      setDragged("");
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", stop);
    return () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", stop);
    };
    // Bound once for each drag; the newest order is read from the reference.
  }, [dragged]);

  function handle(item: T): ReactNode {
    if (isFixed || items.length < 2) return null;
    const id = item.id;
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className="handle"
        aria-label={`Move ${nameOf(item)}`}
        aria-description="Press the arrow keys up and down, or drag"
        onKeyDown={(pressed) => byKey(pressed, id)}
        onPointerDown={(pointer: PointerEvent) => pointer.button === 0 && setDragged(id)}
      >
        <span aria-hidden="true">⠿</span>
      </ActionIcon>
    );
  }

  const shown = order.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return (
    <>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
      <Box component="ul" ref={list} aria-label={label} className="rows-list">
        {shown.map((item) => (
          <li key={item.id} data-dragged={dragged === item.id || undefined}>
            {children(item, handle(item))}
          </li>
        ))}
      </Box>
    </>
  );
}
