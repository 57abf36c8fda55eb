import type { Reader, Transaction } from '@cartwright/db';
import { asc, eq, inArray } from 'drizzle-orm';
import type { ShipmentWithLines } from '../read/to-order.ts';

/** Reads the shipments of orders with their lines, oldest first. */
export async function readShipments(
  read: Reader | Transaction,
  orderIds: readonly string[],
): Promise<ShipmentWithLines[]> {
  const { shipments, shipmentLines } = read.tables;
  const { position, quantity } = shipmentLines;
  const rows = await read
    .select({ shipment: shipments, line: { position, quantity } })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(inArray(shipments.orderId, [...orderIds]))
    .orderBy(asc(shipments.id), asc(position));
  const found = new Map<string, ShipmentWithLines & { readonly lines: (typeof rows)[number]['line'][] }>();
  for (const { shipment, line } of rows) {
    const known = found.get(shipment.id);
    if (known) known.lines.push(line);
    else found.set(shipment.id, { ...shipment, lines: [line] });
  }
  return [...found.values()];
}
