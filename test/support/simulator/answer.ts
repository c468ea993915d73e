/** Facts about a question from which the default answer is built. */
interface Subject {
  readonly name: string | null;
  readonly language: string;
  readonly line: string | null;
  readonly lineCount: number;
}

const FENCE = /```([\w+#-]*)[^\n]*\n([\s\S]*?)```/;
const DECLARATIONS = [
  /\b(?:function\*?|def|func|fn|fun|sub)\s+([A-Za-z_$][\w$]*)/,
  /\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:function\b|\(|[A-Za-z_$][\w$]*\s*=>)/,
  /\b(?:class|interface|struct|trait|enum)\s+([A-Za-z_$][\w$]*)/,
  /^[ \t]*(?:(?:public|private|protected|static|async|final|export)\s+)+(?:[\w<>[\],]+\s+)?([A-Za-z_$][\w$]*)\s*\(/m,
  /\b([A-Za-z_$][\w$]*)\s*\([^()\n]*\)\s*\{/,
];
const HAN = /\p{sc=Han}/u;

/**
 * Returns the answer without a script: Markdown with a code block that quotes the first function in the question, in
 * Chinese if the question contains a Han character. The same question always gets the same answer.
 */
export function defaultAnswer(question: string): string {
  const subject = findSubject(question);
  return HAN.test(question) ? inChinese(subject) : inEnglish(subject);
}

/** Returns the reasoning of a thinking model before its default answer. */
export function defaultReasoning(question: string): string {
  const { name } = findSubject(question);
  if (HAN.test(question))
    return `用户想了解${name === null ? '这个问题' : ` ${name} `}。先看输入和输出，再看边界情况。`;
  return `The question is about ${name ?? 'this'}. Look at what goes in and what comes out first, then at the edge cases.`;
}

function inChinese({ name, language, line, lineCount }: Subject): string {
  if (line === null)
    return '这是**模拟器**的回答，没有联网，也没有产生费用。\n\n- 问题已经收到\n- 配置 API Key 后由文心大模型回答\n\n```text\nERNIE simulator\n```\n';
  const title = name === null ? '这段代码' : `\`${name}\``;
  return `${title}一共 ${lineCount} 行，下面按**输入**、**处理**、**输出**说明。\n\n1. 输入：参数在调用时传入，使用前应先检查。\n2. 处理：主要逻辑从这一行开始：\n\n\`\`\`${language}\n${line}\n\`\`\`\n\n3. 输出：返回结果，不改动传入的数据。\n\n> 以上来自本地模拟器，不是模型的真实回答。\n`;
}

function inEnglish({ name, language, line, lineCount }: Subject): string {
  if (line === null)
    return 'This is the **simulator** speaking: nothing left this machine and nothing was charged.\n\n- Your question arrived.\n- With an API key, Wenxin (文心) answers it.\n\n```text\nERNIE simulator\n```\n';
  const title = name === null ? 'This code' : `\`${name}\``;
  return `${title} is ${lineCount} ${lineCount === 1 ? 'line' : 'lines'} long. In short (简而言之):\n\n1. **Input**: the arguments come in here and should be checked first.\n2. **Work**: it starts with this line:\n\n\`\`\`${language}\n${line}\n\`\`\`\n\n3. **Output**: a result is returned; what was passed in stays as it was.\n\n> From the local simulator, not from a model.\n`;
}

function findSubject(question: string): Subject {
  const fence = FENCE.exec(question);
  const code = fence?.[2] ?? question;
  const lines = code.split('\n').filter(line => line.trim() !== '');
  for (const pattern of DECLARATIONS) {
    const name = pattern.exec(code)?.[1];
    if (name === undefined) continue;
    const line = lines.find(candidate => candidate.includes(name))?.trim() ?? name;
    return { name, language: fence?.[1] ?? '', line, lineCount: lines.length };
  }
  if (fence) return { name: null, language: fence[1] ?? '', line: lines[0]?.trim() ?? '', lineCount: lines.length };
  return { name: null, language: '', line: null, lineCount: 0 };
}
