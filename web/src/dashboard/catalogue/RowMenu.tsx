// What else can be done with a row: a menu behind three dots.

import { ActionIcon, Menu } from "@mantine/core";

export interface Item {
  label: string;
  onClick(): void;
  isDisabled?: boolean;
}

export function RowMenu({ name, items }: { name: string; items: (Item | false)[] }) {
  return (
    <Menu position="bottom-end" width={220} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={`More about ${name}`}>
          <span aria-hidden="true">⋯</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.filter((item) => item !== false).map(({ label, onClick, isDisabled }) => (
          <Menu.Item key={label} onClick={onClick} disabled={Boolean(isDisabled)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The two moves that need no dragging. */
export function moves(ids: string[], id: string, onOrder: (ids: string[]) => void): (Item | false)[] {
  const place = ids.indexOf(id);
  const to = (other: number) => {
    const order = [...ids];
    [order[place], order[other]] = [order[other]!, order[place]!];
    onOrder(order);
  };
  return [
    place > 0 && { label: "Move up", onClick: () => to(place - 1) },
    place < ids.length - 1 && { label: "Move down", onClick: () => to(place + 1) },
  ];
}
