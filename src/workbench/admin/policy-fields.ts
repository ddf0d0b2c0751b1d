import type { Policy } from '../../../workflows/policy.js';
import { nameOf, type PolicyKey, policyFields, policyKeys } from '../../../workflows/policy-versions/fields.js';
import { boundsOf, type Written, written } from '../../../workflows/policy-versions/written.js';

/** One box of the proposal's form: a whole field, or one part of it. */
export interface PolicyBox {
  name: string;
  /** Of the parts of one field: a cause. */
  part?: string;
  value: string;
}

export interface PolicyInput {
  key: PolicyKey;
  name: string;
  kind: string;
  boxes: PolicyBox[];
  allowed?: readonly string[];
  bounds?: { min: string | number; max: string | number };
}

/** How a field of the policy is typed. */
export function inputsOf(policy: Policy): PolicyInput[] {
  return policyKeys.map((key) => {
    const { shape } = policyFields[key];
    const bounds = boundsOf(shape);
    return {
      key,
      name: nameOf(key),
      kind: shape.kind,
      boxes: boxesOf(key, written(key, policy)),
      ...(shape.kind === 'choice' && { allowed: shape.of }),
      ...(bounds && { bounds }),
    };
  });
}

/** What of the form is otherwise than the policy: a proposal names what it changes, and nothing else. */
export function changesTyped(typed: Readonly<Record<string, string>>, policy: Policy): Record<string, unknown> {
  return Object.fromEntries(
    inputsOf(policy).flatMap(({ key, name, boxes }) => {
      const same = boxes.every((box) => typed[box.name] === undefined || typed[box.name] === box.value);
      return same ? [] : [[name, valueTyped(key, boxes, typed)]];
    }),
  );
}

/** As the API would be told. What cannot be read goes as it was typed, and is refused there. */
function valueTyped(key: PolicyKey, boxes: readonly PolicyBox[], typed: Readonly<Record<string, string>>): unknown {
  const text = (box: PolicyBox | undefined) => typed[box?.name ?? ''] ?? '';
  switch (policyFields[key].shape.kind) {
    case 'whole':
      return numberTyped(text(boxes[0]));
    case 'money':
      return text(boxes[0]).replace(/[,，\s\u2009]/g, '');
    case 'days':
      return text(boxes[0])
        .split(/[,，、;；\s]+/)
        .filter(Boolean)
        .map(numberTyped);
    case 'causes':
      return Object.fromEntries(boxes.map((box) => [box.part, numberTyped(text(box))]));
    case 'bands':
      return text(boxes[0])
        .split(/[;；\n]+/)
        .map((band) => band.trim())
        .filter(Boolean)
        .map(bandTyped);
    default:
      return text(boxes[0]);
  }
}

function boxesOf(key: PolicyKey, value: Written): PolicyBox[] {
  const name = nameOf(key);
  if (policyFields[key].shape.kind === 'causes')
    return Object.entries(value as Readonly<Record<string, number>>).map(([part, points]) => ({
      name: `${name}.${part}`,
      part,
      value: String(points),
    }));
  return [{ name, value: policyFields[key].shape.kind === 'bands' ? bandsText(value) : listed(value) }];
}

function bandsText(value: Written): string {
  return (value as readonly { under?: string; factor: string }[])
    .map(({ under, factor }) => (under === undefined ? factor : `${under} × ${factor}`))
    .join('; ');
}

/** '100000.00 × 0.5', and the last one '1.5'. */
function bandTyped(text: string): unknown {
  const [under, factor] = text.split(/\s*[×xX*]\s*/);
  return factor === undefined ? { factor: under } : { under: under?.replace(/[,，\s]/g, ''), factor };
}

function numberTyped(text: string): unknown {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function listed(value: Written): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
