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
  const [dragged, setDragged] = useState<{ id: string; order: string[] } | null>(null);
  const [spoken, setSpoken] = useState("");
  const ids = items.map((item) => item.id);
  const shown = dragged ? dragged.order.flatMap((id) => items.find((item) => item.id === id) ?? []) : items;

  function say(id: string, order: string[]): void {
    const item = items.find((one) => one.id === id)!;
    setSpoken(`${nameOf(item)}: place ${order.indexOf(id) + 1} of ${order.length}`);
  }

  function byKey(pressed: KeyboardEvent, id: string): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[pressed.key];
    if (!step) return;
    pressed.preventDefault();
    const to = ids.indexOf(id) + step;
    if (to < 0 || to >= ids.length) return;
    const order = moved(ids, id, to);
    say(id, order);
    onOrder(order);
  }

  const drag = useRef(dragged);
  drag.current = dragged;
  const isDragging = Boolean(dragged);
  useEffect(() => {
    if (!isDragging) return;
    const follow = (pointer: globalThis.PointerEvent) => {
      const { id, order } = drag.current!;
      const rows = [...list.current!.children].map((row) => row.getBoundingClientRect());
      const above = rows.filter((row, place) => order[place] !== id && row.top + row.height / 2 < pointer.clientY);
      if (above.length !== order.indexOf(id)) setDragged({ id, order: moved(order, id, above.length) });
    };
    const drop = () => {
      const { id, order } = drag.current!;
      setDragged(null);
      if (order.join() === ids.join()) return;
      say(id, order);
      onOrder(order);
    };
    const stop = () => setDragged(null);
    addEventListener("pointermove", follow);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", stop);
    return () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", stop);
    };
    // Bound once for each drag; the newest order is read from the reference.
  }, [isDragging]);

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
        onPointerDown={(pointer: PointerEvent) => pointer.button === 0 && setDragged({ id, order: ids })}
      >
        <span aria-hidden="true">⠿</span>
      </ActionIcon>
    );
  }

  return (
    <>
      <VisuallyHidden role="status">{spoken}</VisuallyHidden>
      <Box component="ul" ref={list} aria-label={label} className="rows-list">
        {shown.map((item) => (
          <li key={item.id} data-dragged={dragged?.id === item.id || undefined}>
            {children(item, handle(item))}
          </li>
        ))}
      </Box>
    </>
  );
}
