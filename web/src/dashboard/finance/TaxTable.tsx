// The taxes of a month as they are filed: collected with payments, given back with refunds, and what is owed.

import { Table, Text } from "@mantine/core";
import { money } from "../format.ts";
import type { Sums } from "./calls.ts";

export function TaxTable({ sums }: { sums: Sums }) {
  if (!sums.taxes.length) return <Text c="dimmed" size="sm">The payments of this month contain no tax.</Text>;
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": `Tax in ${sums.currency}` } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Tax</Table.Th>
            <Table.Th ta="right">Collected</Table.Th>
            <Table.Th ta="right">Given back</Table.Th>
            <Table.Th ta="right">Owed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sums.taxes.map((tax) => (
            <Table.Tr key={`${tax.name} ${tax.rate}`}>
              <Table.Td>{tax.name} {tax.rate} %</Table.Td>
              <Table.Td ta="right" className="figures">{money(tax.collected_minor, sums)}</Table.Td>
              <Table.Td ta="right" className="figures">{money(tax.returned_minor, sums)}</Table.Td>
              <Table.Td ta="right" fw={650} className="figures">{money(tax.collected_minor - tax.returned_minor, sums)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
