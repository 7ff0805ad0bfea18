import * as vscode from 'vscode';
import { plainLine, withoutIcons } from '../common/text.js';
import type { AttentionQuestion } from '../protocol/contract.js';

/** What the user makes of an agent's questions: an answer to each, or that they would rather look at the session. */
export type Answers =
  | { readonly kind: 'answers'; readonly answers: readonly string[] }
  | { readonly kind: 'openSession' };

interface AnswerItem extends vscode.QuickPickItem {
  readonly does: { readonly kind: 'answer'; readonly text: string } | { readonly kind: 'write' } | { readonly kind: 'openSession' };
}

const write: AnswerItem = { label: '$(edit) Other…', does: { kind: 'write' } };
const openSession: AnswerItem = { label: '$(terminal) Open Session', does: { kind: 'openSession' } };

/** Asks the user one question after the other; undefined when they leave one. */
export async function pickAnswers(questions: readonly AttentionQuestion[]): Promise<Answers | undefined> {
  const answers: string[] = [];
  for (const question of questions) {
    const picked = await pick(question);
    if (picked === undefined) return undefined;
    if (picked.some(({ does }) => does.kind === 'openSession')) return { kind: 'openSession' };
    const answer = await textOf(question, picked);
    if (answer === undefined) return undefined;
    answers.push(answer);
  }
  return { kind: 'answers', answers };
}

/** The lines of a question's quick pick. */
export function answerItems({ options }: AttentionQuestion): AnswerItem[] {
  return [
    ...options.map(({ label, description }): AnswerItem => ({
      label: withoutIcons(label), detail: withoutIcons(description ?? ''), does: { kind: 'answer', text: label },
    })),
    write,
    openSession,
  ];
}

async function pick(question: AttentionQuestion): Promise<readonly AnswerItem[] | undefined> {
  const shown = { title: withoutIcons(question.header ?? 'Question'), placeHolder: plainLine(question.text, 300), ignoreFocusOut: true };
  if (question.multiSelect === true) {
    const many = await vscode.window.showQuickPick(answerItems(question), { ...shown, canPickMany: true });
    return many?.length === 0 ? undefined : many;
  }
  const one = await vscode.window.showQuickPick(answerItems(question), shown);
  return one && [one];
}

async function textOf(question: AttentionQuestion, picked: readonly AnswerItem[]): Promise<string | undefined> {
  const texts = picked.flatMap(({ does }) => (does.kind === 'answer' ? [does.text] : []));
  if (!picked.includes(write)) return texts.join(', ');
  const own = await vscode.window.showInputBox({
    title: withoutIcons(question.header ?? 'Question'), prompt: plainLine(question.text, 300), ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'An answer has at least one character.' : undefined),
  });
  return own === undefined ? undefined : [...texts, own].join(', ');
}
