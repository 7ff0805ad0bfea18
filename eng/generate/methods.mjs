/** Makes methods.ts: which method takes and answers which type, and the error codes. */
import { header, typeName } from './contract.mjs';

export function methodsSource({ info, methods, components }) {
  const requests = methods.filter((method) => !method['x-notification']);
  const notifications = methods.filter((method) => method['x-notification']);
  const fromServer = (method) => method['x-direction'] === 'server-to-client';
  return [
    header,
    imports(methods),
    doc('Version of the contract these types were made from.'),
    `export const protocolVersion = '${info.version}';\n`,
    doc('Requests, by method.'),
    map('Requests', requests, (method) => `{ params: ${params(method)}; result: ${result(method)} }`),
    doc('Notifications the client sends, by method, with their params.'),
    map('ClientNotificationMap', notifications.filter((method) => !fromServer(method)), params),
    doc('Notifications the server sends, by method, with their params.'),
    map('ServerNotificationMap', notifications.filter(fromServer), params),
    doc('Codes of refusals: positive ones are the product\'s own, negative ones those of JSON-RPC and LSP.'),
    errorCodes(components.errors),
  ].join('\n');
}

function imports(methods) {
  const names = new Set(methods.flatMap((method) => [params(method), result(method)]));
  const types = [...names].filter((name) => /^[A-Z]/.test(name)).sort();
  return `import type {\n${types.map((name) => `  ${name},\n`).join('')}} from './contract.js';\n`;
}

function map(name, methods, value) {
  const rows = methods.map((method) => `${doc(method.description, '  ')}\n  '${method.name}': ${value(method)};\n`);
  return `export interface ${name} {\n${rows.join('')}}\n`;
}

function errorCodes(errors) {
  const rows = Object.entries(errors).map(
    ([name, { code, message }]) => `${doc(message, '  ')}\n  ${name}: ${code},\n`,
  );
  return `export const ErrorCode = {\n${rows.join('')}} as const;\n`;
}

function params(method) {
  return method['x-params'] ? typeName(method['x-params'].$ref) : 'undefined';
}

function result(method) {
  const schema = method.result?.schema;
  return schema?.$ref ? typeName(schema.$ref) : 'null';
}

function doc(text, indent = '') {
  return `${indent}/** ${text} */`;
}
