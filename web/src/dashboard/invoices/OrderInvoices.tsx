// An order's invoice, credit notes or proforma, each a PDF behind a link that lasts a quarter of an hour.

import { Anchor, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { pauseAfter } from "../../shared/patience.ts";
import { money } from "../format.ts";
import { listInvoices } from "./calls.ts";

const WORDS = { invoice: "Invoice", credit_note: "Credit note", proforma: "Pro forma invoice" };
const LINKS_LAST_MS = 10 * 60_000;

export function OrderInvoices({ orderId, refreshOn }: { orderId: string; refreshOn: unknown }) {
  const { data } = useQuery({
    queryKey: ["invoices", orderId, refreshOn],
    queryFn: () => listInvoices(orderId),
    refetchInterval: ({ state: { data: found, dataUpdateCount, errorUpdateCount } }) => {
      if (!found?.ready) return pauseAfter(dataUpdateCount + errorUpdateCount) ?? false;
      return found.items.length ? LINKS_LAST_MS : false;
    },
  });
  if (!data?.items.length) return null;
  return (
    <div>
      <Title order={2} size="h5" mb="xs">
        Invoices
      </Title>
      <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {data.items.map((one) => (
          <li key={one.id}>
            <Text span className="figures">
              {one.url ? (
                <Anchor href={one.url} target="_blank" rel="noreferrer">
                  {WORDS[one.kind]} {one.number}
                </Anchor>
              ) : (
                `${WORDS[one.kind]} ${one.number} is being drawn…`
              )}{" "}
              · {money(one.total_minor, one)}
            </Text>
          </li>
        ))}
      </Stack>
    </div>
  );
}
