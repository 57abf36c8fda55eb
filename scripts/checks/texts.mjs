import ts from 'typescript';
import { vagueWords } from './documents.mjs';

const words = {
  ...vagueWords,
  'names no actor, or begins no plain sentence': /\b(?:who|whom|whose|what|he)\b/gi,
  'is called an e-mail by its reader': /(?<![-/.\w]|Royal )mails?\b(?! servers?\b)/gi,
  'is called a quantity by its reader': /\bpieces\b/gi,
};

/**
 * Lists violations of CONTRIBUTING.md's rules for texts in a source, one sentence each. A text is a string or a part of
 * a template with a space, because identifiers, paths and JSON fields have none.
 *
 * @param onlyLogged checks only the texts that are passed to a log
 */
export function problemsInTexts(file, source, { onlyLogged = false } = {}) {
  return textsIn(file, source, onlyLogged).flatMap(({ line, text }) =>
    Object.entries(words).flatMap(([problem, pattern]) =>
      [...text.matchAll(pattern)].map(([word]) => `${file}:${line}: "${word}" ${problem}: ${text.trim()}`),
    ),
  );
}

/** Every text, with the line on which it begins. Tags and attributes of HTML are not part of a text. */
export function textsIn(file, source, onlyLogged = false) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts = [];
  const visit = (node, isLogged) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (isText(node) && isLogged) {
      const text = node.text.replaceAll(/<[^<>]*>?|^[^<>]*>/g, ' ');
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (/\w \w/.test(text)) texts.push({ line, text });
    }
    const isCallOfLog =
      ts.isCallExpression(node) && /\blog\.(?:debug|info|warn|error)$/.test(node.expression.getText());
    ts.forEachChild(node, (child) => visit(child, isLogged || isCallOfLog));
  };
  visit(tree, !onlyLogged);
  return texts;
}

function isText(node) {
  return (
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  );
}
