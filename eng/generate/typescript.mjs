/** Every file of client-vscode/src/protocol, made from the OpenRPC document. */
import { contractSource } from './contract.mjs';
import { methodsSource } from './methods.mjs';

export async function typescriptFiles(openrpc) {
  return { 'contract.ts': await contractSource(openrpc), 'methods.ts': methodsSource(openrpc) };
}
