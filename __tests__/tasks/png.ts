import { deflateSync } from "node:zlib";

type Colour = readonly [red: number, green: number, blue: number];

/** A PNG, each pixel of which a function gives. */
export function png(width: number, height: number, pixel: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) Buffer.from(pixel(x, y)).copy(rows, y * (width * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(checksum(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

function checksum(bytes: Buffer): number {
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb8_8320 : sum >>> 1;
  }
  return (sum ^ 0xffff_ffff) >>> 0;
}

/** A picture of a street: sky, a road, and a sign at a place. */
export function street(
  width: number,
  height: number,
  sign: readonly [left: number, top: number, size: number],
): Buffer {
  const [left, top, size] = sign;
  return png(width, height, (x, y) => {
    if (x >= left && x < left + size && y >= top && y < top + size) return [200, 30, 40];
    if (y < height / 2) return [150 + y / 4, 190, 230];
    return Math.abs(x - width / 2) < (y - height / 2) * 1.2 + 20 ? [90, 90, 95] : [110, 150, 90];
  });
}

/** The segmentation of the same street, in the colours of the answer's map. */
export function streetMask(
  width: number,
  height: number,
  sign: readonly [left: number, top: number, size: number],
): Buffer {
  const [left, top, size] = sign;
  return png(width, height, (x, y) => {
    if (x >= left && x < left + size && y >= top && y < top + size) return [0xf2, 0x83, 0x33];
    return y >= height / 2 && Math.abs(x - width / 2) < (y - height / 2) * 1.2 + 20
      ? [0x2a, 0xcf, 0x59]
      : [255, 255, 255];
  });
}
