import type { Json } from '../json.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Recipe } from './key.ts';

export type ReasonType =
  | 'never-run'
  | 'params-changed'
  | 'input-changed'
  | 'code-changed'
  | 'tool-changed'
  | 'output-missing'
  | 'output-corrupt'
  | 'failed-before'
  | 'forced';

/** Why a node runs. `what` names the parameter, the input with its producer, the source file or the output. */
export interface Reason {
  readonly type: ReasonType;
  readonly what: string;
  readonly before: Json;
  readonly after: Json;
}

/** Digest of every source file in a bundle, and of every package it stands on. */
export interface CodeParts {
  readonly modules: { readonly [file: string]: string };
  readonly packages: { readonly [name: string]: string };
}

/** What differs between the recipe of the last result and the present one; empty when nothing does. */
export function compareRecipes(
  before: Recipe,
  after: Recipe,
  producerOf: (argument: string) => string,
  codeParts: (code: string) => CodeParts | undefined,
): Reason[] {
  const reasons: Reason[] = [];
  if (before.step !== after.step)
    reasons.push({ type: 'code-changed', what: 'step', before: before.step, after: after.step });
  compareParams(before.params, after.params, '', reasons);
  for (const argument of unionOfKeys(before.inputs, after.inputs)) {
    const [was, is] = [before.inputs[argument] ?? null, after.inputs[argument] ?? null];
    if (was !== is)
      reasons.push({
        type: 'input-changed',
        what: `${argument} (${producerOf(argument)})`,
        before: was,
        after: is,
      });
  }
  if (before.code !== after.code) reasons.push(...compareCode(before.code, after.code, codeParts));
  if (before.tool !== after.tool)
    reasons.push({ type: 'tool-changed', what: 'tool', before: before.tool, after: after.tool });
  return reasons;
}

function compareParams(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
  reasons: Reason[],
): void {
  if (sameJson(before, after)) return;
  if (isObject(before) && isObject(after)) {
    const count = reasons.length;
    for (const key of unionOfKeys(before, after))
      compareParams(before[key], after[key], path === '' ? key : `${path}.${key}`, reasons);
    if (reasons.length > count || path === '') return;
  }
  reasons.push({ type: 'params-changed', what: path, before: before ?? null, after: after ?? null });
}

function compareCode(
  before: string,
  after: string,
  codeParts: (code: string) => CodeParts | undefined,
): Reason[] {
  const [was, is] = [codeParts(before), codeParts(after)];
  const reasons: Reason[] = [];
  if (was !== undefined && is !== undefined) {
    for (const part of ['modules', 'packages'] as const) {
      const [kept, made] = [new Set(Object.values(was[part])), new Set(Object.values(is[part]))];
      for (const name of unionOfKeys(was[part], is[part])) {
        const [old, now] = [was[part][name] ?? null, is[part][name] ?? null];
        // A file that only got another name is on both sides.
        if ((old === null && kept.has(now!)) || (now === null && made.has(old!))) continue;
        if (old !== now) reasons.push({ type: 'code-changed', what: name, before: old, after: now });
      }
    }
  }
  return reasons.length > 0 ? reasons : [{ type: 'code-changed', what: 'bundle', before, after }];
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

function unionOfKeys(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
