import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { readImage, refineImage, thumbnailWidths } from '@cartwright/adapters/images';
import { gate, inFlight } from '@cartwright/db/testing';
import type { ImageStore } from '@cartwright/kernel/ports';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, rowCounts, type SignedUp, tally } from '../../testing.ts';
import { addImage } from './add.ts';
import { maxImages } from './schema.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let images: SignedUp['caller']['products']['images'];
let count = 0;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  ({ images } = ada.caller.products);
});
afterAll(() => world.close());

const newProduct = () => ada.caller.products.create({ name: `Imaged ${(count += 1)}`, price: 100, stock: 5 });
const fileOf = (bytes: Uint8Array, name = 'image.jpg') => new File([new Uint8Array(bytes)], name);
const keyOf = (url: string) => new URL(url).pathname.replace('/images/', '');

/** A unique image of two colour areas, so that a rotation shows. */
function sharpImage(width = 1_200, height = 800) {
  const red = ((count += 1) * 37) % 256;
  const half = {
    create: { width: Math.ceil(width / 2), height, channels: 3 as const, background: { r: 0, g: 0, b: 200 } },
  };
  return sharp({
    create: { width, height, channels: 3, background: { r: red, g: 200, b: (count * 91) % 256 } },
  }).composite([{ input: half, left: 0, top: 0 }]);
}

/** An incompressible image, so that half of the file is half of the image. */
function noise(width = 200, height = 200) {
  const bytes = Uint8Array.from(
    { length: width * height * 3 },
    (_, index) => Math.imul(index + 1, 2_654_435_761) >>> 24,
  );
  return sharp(bytes, { raw: { width, height, channels: 3 } });
}
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

/** Runs the jobs after the removed files are due. */
async function drainLater(): Promise<void> {
  world.clock.advance({ minutes: 6 });
  await world.drainJobs();
}

/** Adds an image as Ada to another store. */
function addThrough(store: ImageStore, input: { id: string; file: File }) {
  const signedIn = { user: ada.user, sessionId: '', mode: 'bearer' as const };
  const ctx = {
    shop: { ...shop, images: store },
    request: { requestId: '', ip: '' },
    reply: { replayed: false },
    identify: async () => signedIn,
    identifyAgain: async () => signedIn,
    recognise: async () => undefined,
    readmit: async () => signedIn,
    signedIn,
    procedure: 'products.images.add',
  };
  return addImage(ctx, input);
}

/** Every file in the store. */
const stored = () => {
  try {
    return readdirSync(shop.settings.imageDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
};

describe('an image', () => {
  test.each(['jpeg', 'png', 'webp'] as const)(
    'in %s is kept as WebP with thumbnails of three widths',
    async (format) => {
      const { id } = await newProduct();
      const image = await images.add({ idOrSlug: id, file: fileOf(await sharpImage().toFormat(format).toBuffer()) });
      expect(image).toMatchObject({ width: 1_200, height: 800 });
      expect(image.thumbnails.map(({ width, height }) => [width, height])).toEqual([
        [160, 107],
        [480, 320],
        [960, 640],
      ]);
      for (const { url, width, height } of [image, ...image.thumbnails]) {
        const found = await shop.images.get(keyOf(url));
        expect(found?.contentType).toBe('image/webp');
        expect(await sharp(found?.bytes).metadata()).toMatchObject({ format: 'webp', width, height });
      }
      expect(await world.caller().products.get({ idOrSlug: id })).toMatchObject({
        images: [image],
        imageUrl: image.url,
      });
    },
  );

  test('is named by its content, and two of one content are one file', async () => {
    const { id } = await newProduct();
    const bytes = await sharpImage().png().toBuffer();
    const [one, two] = [
      await images.add({ idOrSlug: id, file: fileOf(bytes) }),
      await images.add({ idOrSlug: id, file: fileOf(bytes) }),
    ];
    expect([one.url, one.id === two.id]).toEqual([two.url, false]);
    const content = (await shop.images.get(keyOf(one.url)))?.bytes ?? new Uint8Array();
    expect(keyOf(one.url)).toContain(createHash('sha256').update(content).digest('hex').slice(0, 40));
  });

  test('loses its metadata and its place on earth, is turned upright, and keeps no byte of what was sent', async () => {
    const { id } = await newProduct();
    const exif = { IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } };
    const sent = await sharpImage(600, 300).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(sent.includes('SECRET-OWNER')).toBe(true);
    const image = await images.add({ idOrSlug: id, file: fileOf(sent) });
    expect(image).toMatchObject({ width: 300, height: 600 });
    for (const { url } of [image, ...image.thumbnails]) {
      const bytes = Buffer.from((await shop.images.get(keyOf(url)))?.bytes ?? []);
      expect(await sharp(bytes).metadata()).not.toHaveProperty('exif');
      expect(bytes.includes('SECRET-OWNER')).toBe(false);
    }
  });

  test('that is larger than needed is made smaller, and a small one is not blown up', async () => {
    const { id } = await newProduct();
    expect(
      await images.add({ idOrSlug: id, file: fileOf(await sharpImage(4_000, 1_000).jpeg().toBuffer()) }),
    ).toMatchObject({
      width: 2_000,
      height: 500,
    });
    const small = await images.add({ idOrSlug: id, file: fileOf(await sharpImage(100, 50).png().toBuffer()) });
    expect(small.thumbnails.map(({ width, height }) => [width, height])).toEqual([
      [100, 50],
      [100, 50],
      [100, 50],
    ]);
  });

  test('may be called anything: the content decides', async () => {
    const { id } = await newProduct();
    const names = [
      '../../../etc/passwd',
      '..\\..\\x.png',
      '/etc/cron.d/x',
      'x.svg',
      'x.exe',
      '.',
      '',
      'a\0.png',
      '🎉'.repeat(100),
    ];
    const before = stored().length;
    for (const name of names.slice(0, maxImages)) {
      const image = await images.add({ idOrSlug: id, file: fileOf(await sharpImage(40, 40).png().toBuffer(), name) });
      expect(keyOf(image.url)).toMatch(/^[0-9a-f]{2}\/[0-9a-f]{40}\.webp$/);
    }
    expect(stored().length - before).toBe(4 * maxImages);
  });

  test('with another file behind it is kept without that', async () => {
    const { id } = await newProduct();
    const payload = Buffer.from('PK\u0003\u0004<script>alert(1)</script>');
    const image = await images.add({
      idOrSlug: id,
      file: fileOf(Buffer.concat([await sharpImage().jpeg().toBuffer(), payload])),
    });
    const bytes = Buffer.from((await shop.images.get(keyOf(image.url)))?.bytes ?? []);
    expect(bytes.includes('<script>')).toBe(false);
  });

  test('with the same Idempotency-Key is added once', async () => {
    const { id } = await newProduct();
    const { add } = ada.withKey('image-once').products.images;
    const bytes = await sharpImage().png().toBuffer();
    const answers = [
      await add({ idOrSlug: id, file: fileOf(bytes) }),
      await add({ idOrSlug: id, file: fileOf(bytes) }),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect((await ada.caller.products.get({ idOrSlug: id })).images).toHaveLength(1);
    const other = fileOf(await sharpImage().png().toBuffer());
    const before = stored();
    expect(await refusalOf(add({ idOrSlug: id, file: other }))).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(stored()).toEqual(before);
  });
});

/** A PNG of any size with black pixels that take almost no bytes. */
function blackPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}

describe('what is no image that we take is refused, and leaves nothing behind:', () => {
  const jpeg = () => sharpImage(300, 200).jpeg({ quality: 95 }).toBuffer();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  );
  const cases: [string, () => Promise<Buffer> | Buffer][] = [
    ['a PNG of 256 megapixels in a few kilobytes', () => blackPng(16_000, 16_000)],
    ['a PNG that says it has a trillion pixels', () => blackPng(1, 1).fill(0x7f, 16, 24)],
    ['a PNG of two megapixels in one column', () => blackPng(1, 2_000_000)],
    ['a GIF', () => sharpImage(20, 20).gif().toBuffer()],
    ['an SVG', () => svg],
    [
      'an SVG behind the beginning of a PNG',
      () => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), svg]),
    ],
    ['a GIF that goes on as a JPEG', async () => Buffer.concat([Buffer.from('GIF89a'), await jpeg()])],
    ['HTML that goes on as a JPEG', async () => Buffer.concat([Buffer.from('<html><script>'), await jpeg()])],
    ['a TIFF', () => sharpImage(20, 20).tiff().toBuffer()],
    ['a program for Windows', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500, 1)])],
    ['a program for Linux', () => Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(500, 1)])],
    ['a PDF', () => Buffer.from('%PDF-1.7 1 0 obj')],
    ['a sound in the same container as WebP', () => Buffer.from('RIFF\x24\0\0\0WAVEfmt ')],
    ['nothing', () => Buffer.alloc(0)],
    ['the beginning of a JPEG only', () => Buffer.from([0xff, 0xd8, 0xff])],
    ['half a JPEG', async () => half(await noise().jpeg().toBuffer())],
    ['half a JPEG that loads bit by bit', async () => half(await noise().jpeg({ progressive: true }).toBuffer())],
    ['half a PNG', async () => half(await noise().png().toBuffer())],
    ['half a WebP', async () => half(await noise().webp().toBuffer())],
    ['half a lossless WebP', async () => half(await noise().webp({ lossless: true }).toBuffer())],
    [
      'a PNG with a wrong checksum',
      async () => {
        const png = await sharpImage(30, 20).png().toBuffer();
        return Buffer.from(png.fill(0xaa, png.length - 40, png.length - 20));
      },
    ],
    ['a PNG without a pixel', () => blackPng(0, 0)],
  ];
  test.each(cases)('%s', async (_, make) => {
    const { id } = await newProduct();
    const [files, rows] = [stored(), await rowCounts(shop.db)];
    const file = fileOf(await make());
    expect(file.size).toBeLessThan(5_000_000);
    expect(await refusalOf(images.add({ idOrSlug: id, file }))).toMatchObject({
      code: 'UNSUPPORTED_IMAGE',
      reason: expect.any(String) as string,
    });
    expect([stored(), await rowCounts(shop.db)]).toEqual([files, rows]);
  });

  test('5 MB and a byte', async () => {
    const { id } = await newProduct();
    const files = stored();
    const file = fileOf(new Uint8Array(5 * 1_024 * 1_024 + 1));
    expect(await refusalOf(images.add({ idOrSlug: id, file }))).toEqual({ code: 'TOO_LARGE', limit: 5_242_880 });
    expect(await refusalOf(images.add({ idOrSlug: crypto.randomUUID(), file: fileOf(await jpeg()) }))).toEqual({
      code: 'NOT_FOUND',
    });
    expect(stored()).toEqual(files);
  });

  test('what random bytes follow a right beginning, and the process lives', async () => {
    const beginnings = [
      await jpeg(),
      await sharpImage(60, 40).png().toBuffer(),
      await sharpImage(60, 40).webp().toBuffer(),
    ];
    let seed = 7;
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(beginnings[round % 3] ?? []);
      for (let flip = 0; flip < 20; flip += 1) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        bytes[16 + (seed % (bytes.length - 16))] = seed >>> 24;
      }
      await refineImage(bytes).then(
        ({ width }) => expect(width).toBeGreaterThan(0),
        (error: Error) => expect(error.name).toBe('NotAnImage'),
      );
    }
  });
});

describe('when the store is full or away', () => {
  /** A store with room for this many files. */
  function nearlyFull(room: number): ImageStore {
    return {
      ...shop.images,
      async put(key, bytes) {
        room -= 1;
        if (room < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        await shop.images.put(key, bytes);
      },
    };
  }

  test('adding an image is refused for now, and nothing is left behind', async () => {
    const { id } = await newProduct();
    const [files, rows] = [stored(), await rowCounts(shop.db)];
    for (const room of [0, 1, 3]) {
      const call = addThrough(nearlyFull(room), { id, file: fileOf(await sharpImage().jpeg().toBuffer()) });
      expect(await refusalOf(call)).toEqual({ code: 'UNAVAILABLE', retryAfter: 60 });
      expect([stored(), await rowCounts(shop.db)]).toEqual([files, rows]);
    }
  });
});

describe('the same image at the same moment', () => {
  /** A store that keeps an image's last file, and reports it only after its release. */
  function slowly() {
    const [isStored, mayGoOn] = [gate(), gate()];
    const store: ImageStore = {
      ...shop.images,
      async put(key, bytes) {
        await shop.images.put(key, bytes);
        if (key.includes('-')) return;
        isStored.open();
        await mayGoOn.opened;
      },
    };
    return { store, isStored, mayGoOn };
  }
  const full: ImageStore = { ...shop.images, put: () => Promise.reject(new Error('no space left on device')) };
  const expectFiles = async ({ url, thumbnails }: { url: string; thumbnails: readonly { url: string }[] }) => {
    for (const one of [url, ...thumbnails.map((thumbnail) => thumbnail.url)])
      expect([one, (await shop.images.get(keyOf(one)))?.contentType]).toEqual([one, 'image/webp']);
  };
  /** Long enough for a missing lock to show. */
  const tryTo = (work: Promise<unknown>) => Promise.race([work, sleep(500)]);

  test('added twice is kept by the one where the other is refused', async () => {
    const [kept, refused] = [await newProduct(), await newProduct()];
    const bytes = await sharpImage(200, 100).png().toBuffer();
    const { store, isStored, mayGoOn } = slowly();
    const first = inFlight(addThrough(store, { id: kept.id, file: fileOf(bytes) }));
    await isStored.opened;
    const second = refusalOf(addThrough(full, { id: refused.id, file: fileOf(bytes) }));
    await tryTo(second);
    mayGoOn.open();
    await expectFiles(await first);
    expect(await second).toMatchObject({ code: 'UNAVAILABLE' });
    await expectFiles(await first);
  });

  test('removed from one product and added to another is kept', async () => {
    const [before, after] = [await newProduct(), await newProduct()];
    const bytes = await sharpImage(200, 100).png().toBuffer();
    const removed = await images.add({ idOrSlug: before.id, file: fileOf(bytes) });
    await images.remove({ idOrSlug: before.id, imageId: removed.id });
    world.clock.advance({ minutes: 6 });
    const { store, isStored, mayGoOn } = slowly();
    const adding = inFlight(addThrough(store, { id: after.id, file: fileOf(bytes) }));
    await isStored.opened;
    const removing = world.drainJobs();
    await tryTo(removing);
    mayGoOn.open();
    const added = await adding;
    await removing;
    await expectFiles(added);
  });

  test('is not held for ever by who does not come back, and who comes back too late is refused', async () => {
    const [late, early] = [await newProduct(), await newProduct()];
    const bytes = await sharpImage(200, 100).png().toBuffer();
    const { store, isStored, mayGoOn } = slowly();
    const comingLate = inFlight(refusalOf(addThrough(store, { id: late.id, file: fileOf(bytes) })));
    await isStored.opened;
    world.clock.advance({ minutes: 6 });
    const added = await images.add({ idOrSlug: early.id, file: fileOf(bytes) });
    mayGoOn.open();
    expect(await comingLate).toEqual({ code: 'UNAVAILABLE', retryAfter: 5 });
    await expectFiles(added);
    expect(await shop.db.read.$count(shop.db.tables.locks)).toBe(0);
  });
});

describe('the images of a product', () => {
  const some = async (number: number) => {
    const { id } = await newProduct();
    const added = [];
    for (let index = 0; index < number; index += 1)
      added.push(await images.add({ idOrSlug: id, file: fileOf(await sharpImage(40, 40).png().toBuffer()) }));
    return { id, ids: added.map((image) => image.id), urls: added.map(({ url }) => url) };
  };

  test('are eight at most, also when nine come at the same time', async () => {
    const { id } = await some(5);
    const files = await Promise.all(
      Array.from({ length: 6 }, async () => fileOf(await sharpImage(40, 40).png().toBuffer())),
    );
    expect(await tally(files.map((file) => images.add({ idOrSlug: id, file })))).toEqual({ ok: 3, VALIDATION: 3 });
    const { images: all } = await ada.caller.products.get({ idOrSlug: id });
    expect(all).toHaveLength(8);
    const kept = stored();
    expect(
      await refusalOf(images.add({ idOrSlug: id, file: fileOf(await sharpImage(40, 40).png().toBuffer()) })),
    ).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'file' }],
    });
    expect(stored()).toEqual(kept);
  });

  test('are put into any order, the first of which lists show', async () => {
    const { id, ids, urls } = await some(4);
    const order = [3, 0, 2, 1].map((index) => ids[index] ?? '');
    const product = await images.reorder({ idOrSlug: id, imageIds: order });
    expect(product.images.map((image) => image.id)).toEqual(order);
    expect((await world.caller().products.list({ ids: [id] })).items[0]?.imageUrl).toBe(urls[3]);
    const racing = await Promise.all(
      [[...order].reverse(), ids].map((imageIds) => images.reorder({ idOrSlug: id, imageIds })),
    );
    expect(racing).toHaveLength(2);
    for (const imageIds of [
      [],
      order.slice(1),
      [...order, crypto.randomUUID()],
      [order[0] ?? '', ...order.slice(0, 3)],
    ]) {
      expect(await refusalOf(images.reorder({ idOrSlug: id, imageIds }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: 'imageIds' }],
      });
    }
  });

  test('are removed with their files, unless another product or an order shows them', async () => {
    const { id, ids } = await some(2);
    const other = await newProduct();
    const bytes = await sharpImage().png().toBuffer();
    const shared = await images.add({ idOrSlug: id, file: fileOf(bytes) });
    await images.add({ idOrSlug: other.id, file: fileOf(bytes) });
    const before = stored();
    await images.remove({ idOrSlug: id, imageId: shared.id });
    await drainLater();
    expect(stored()).toEqual(before);
    expect(await refusalOf(images.remove({ idOrSlug: id, imageId: shared.id }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(images.remove({ idOrSlug: other.id, imageId: ids[0] ?? '' }))).toEqual({
      code: 'NOT_FOUND',
    });

    const carol = await world.signUp();
    await carol.caller.orders.place(orderInput({ items: [{ productId: id, quantity: 1 }] }));
    await images.remove({ idOrSlug: id, imageId: ids[0] ?? '' });
    expect(stored()).toEqual(before);
    await images.remove({ idOrSlug: id, imageId: ids[1] ?? '' });
    await drainLater();
    expect(stored()).toHaveLength(before.length - 4);
    expect((await ada.caller.products.get({ idOrSlug: id })).images).toEqual([]);
  });
});

test('a thumbnail that was never made is made when it is asked for, once and for three widths only', async () => {
  const bytes = await sharpImage(1_000, 500).webp().toBuffer();
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
  const base = `${hash.slice(0, 2)}/${hash}`;
  await shop.images.put(`${base}.webp`, bytes);
  const asked = await Promise.all(Array.from({ length: 10 }, () => readImage(shop, `${base}-480.webp`)));
  expect(await sharp(asked[9]?.bytes).metadata()).toMatchObject({ width: 480, height: 240 });
  expect(stored()).toContain(`${hash}-480.webp`);
  for (const key of [
    `${base}-481.webp`,
    `${base}-99999.webp`,
    `${base}-480.png`,
    `ff/${'f'.repeat(40)}-480.webp`,
    '../../etc/passwd',
    `${base}.webp/../x`,
  ]) {
    expect(await readImage(shop, key)).toBeUndefined();
  }
  expect(thumbnailWidths).toHaveLength(3);
});
