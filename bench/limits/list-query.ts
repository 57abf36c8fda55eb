import type { Dialect } from '../measurement.ts';

/** A query for the rows of a page of products, with their variants and images. */
export function listQuery(dialect: Dialect): string {
  const objects = (alias: string) => (dialect === 'postgres' ? `json_agg(${alias})` : undefined);
  const variants =
    objects('v') ??
    `json_group_array(json_object('id', v.id, 'sku', v.sku, 'options', v.options, 'price', v.price,
       'compareAtPrice', v.compare_at_price, 'onHand', v.on_hand, 'reserved', v.reserved, 'version', v.version))`;
  const images =
    objects('i') ?? `json_group_array(json_object('id', i.id, 'key', i.key, 'width', i.width, 'height', i.height))`;
  return `
    select p.*, c.slug as category_slug, c.name as category_name,
      (select ${variants} from variants v where v.product_id = p.id and v.archived_at is null) as variants,
      (select ${images} from product_images i where i.product_id = p.id) as images
    from products p left join categories c on c.id = p.category_id
    where p.status = 'active' order by p.created_at desc, p.id desc limit 21`;
}
