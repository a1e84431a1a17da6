import { crc32 } from "node:zlib";

/** The most that one stored block of DEFLATE holds (RFC 1951, 3.2.4). */
const BLOCK = 0xffff;

/**
 * A gzip file (RFC 1952) without compression. What zlib makes of the same bytes differs between its
 * versions and processors; this does not, so that an archive's hash tells if its contents changed.
 */
export class StoredGzip {
  #crc = 0;
  #length = 0;

  constructor(private readonly emit: (bytes: Buffer) => void) {
    // Deflate, no flags, no time, no level, unknown system.
    emit(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
  }

  write(bytes: Buffer): void {
    for (let start = 0; start < bytes.length; start += BLOCK) {
      this.#block(bytes.subarray(start, start + BLOCK), false);
    }
    this.#crc = crc32(bytes, this.#crc);
    this.#length += bytes.length;
  }

  end(): void {
    this.#block(Buffer.alloc(0), true);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4);
    this.emit(trailer);
  }

  #block(bytes: Buffer, last: boolean): void {
    const header = Buffer.alloc(5);
    header.writeUInt8(last ? 1 : 0, 0);
    header.writeUInt16LE(bytes.length, 1);
    header.writeUInt16LE(bytes.length ^ BLOCK, 3);
    this.emit(Buffer.concat([header, bytes]));
  }
}
