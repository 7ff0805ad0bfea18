/** Where generated files stand. */
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..', '..');
export const schemas = join(root, 'schemas');
export const openrpcFile = join(schemas, 'openrpc.json');
export const protocol = join(root, 'client-vscode', 'src', 'protocol');
