// For addresses that lead nowhere.

import { Anchor, Text, Title } from "@mantine/core";

export default function NotFound() {
  return (
    <>
      <Title order={1} size="h2">
        There is nothing here
      </Title>
      <Text mt="sm">
        <Anchor href="#/" underline="always">To your events</Anchor>
      </Text>
    </>
  );
}
