// The organizers of an agency: each may be paid on a Stripe account of its own.

import { Anchor, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listOrganizers } from "../api.ts";
import { Failed } from "../Failed.tsx";

/** Whoever sees the account's payments as well needs no list of one: its organizer is the account. */
export function OrganizersCard({ isAgency = false }: { isAgency?: boolean }) {
  const query = useQuery({ queryKey: ["organizers"], queryFn: listOrganizers });
  const organizers = query.data?.items ?? [];
  if (isAgency && organizers.length < 2) return null;
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="organizers">
      <Title order={2} size="h3" id="organizers">Organizers</Title>
      <Text c="dimmed" mt="xs">Each is paid on the account’s Stripe account until it has one of its own.</Text>
      {query.isPending && <Skeleton height={60} mt="md" />}
      <Failed of={query} />
      {query.data && !organizers.length && <Text mt="xs">You may see the payments of none of them.</Text>}
      <Stack component="ul" gap="sm" p={0} mt="md" mb={0} style={{ listStyle: "none" }}>
        {organizers.map(({ id, name }) => (
          <li key={id}><Anchor href={`#/organizers/${id}/payments`} underline="always">{name}</Anchor></li>
        ))}
      </Stack>
    </Paper>
  );
}
