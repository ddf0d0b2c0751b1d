import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Weight = 'regular' | 'semibold';

const files: Readonly<Record<Weight, string>> = {
  regular: '400Regular/NotoSansSC_400Regular.ttf',
  semibold: '600SemiBold/NotoSansSC_600SemiBold.ttf',
};
const kept = new Map<Weight, Buffer>();

/** Noto Sans SC, which has Chinese and Latin alike. Ten megabytes each, so read when the first page is printed and then kept. */
export function fontBytes(weight: Weight): Buffer {
  const known = kept.get(weight);
  if (known) return known;
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${files[weight]}`));
  kept.set(weight, bytes);
  return bytes;
}
