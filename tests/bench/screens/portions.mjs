/** The size of one write: about what a terminal is read in when a program prints without pause. */
const PortionBytes = 64 * 1024;

export function* portionsOf(bytes) {
  for (let offset = 0; offset < bytes.length; offset += PortionBytes) yield bytes.subarray(offset, offset + PortionBytes);
}
