import { type Document, isMap, isSeq, type Node, type Pair } from "yaml";

/** Every node of a document, in its order. The library's own way round copies the path to each, however deep it lies. */
export function* nodesOf({ contents }: Document.Parsed): Generator<Node> {
  const left: (Node | null)[] = [contents];
  while (left.length > 0) {
    const node = left.pop();
    if (!node) continue;
    yield node;
    if (isSeq(node)) left.push(...[...(node.items as Node[])].reverse());
    else if (isMap(node))
      for (const { key, value } of [...(node.items as Pair<Node, Node | null>[])].reverse())
        left.push(value, key);
  }
}
