/** Makes contract.ts: one exported type for each schema of the OpenRPC document, under its own name. */
import { compile } from 'json-schema-to-typescript';

export const header = `/* eslint-disable */
// Generated from server/Protocol by "npm run generate", through schemas/openrpc.json. Do not edit.
`;

export async function contractSource(openrpc) {
  const types = [];
  for (const [name, schema] of Object.entries(openrpc.components.schemas)) types.push(await typeSource(name, schema));
  return [header, ...types].join('\n');
}

// One type at a time, with references given as TypeScript names: when the library follows references itself, it
// numbers a type anew (SessionExit1) wherever a description stands beside the reference.
async function typeSource(name, schema) {
  const source = await compile(named(schema), name, {
    additionalProperties: false,
    bannerComment: '',
    style: { printWidth: 120, singleQuote: true },
  });
  return source.replaceAll(/\/\*\*\n *\* (.{1,110})\n *\*\//g, '/** $1 */');
}

function named(node) {
  if (Array.isArray(node)) return node.map(named);
  if (node === null || typeof node !== 'object') return node;
  const { $ref, ...rest } = node;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, named(value)]));
  return $ref === undefined ? copy : { ...copy, tsType: typeName($ref) };
}

/** The name at the end of a reference. */
export function typeName(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
