import { BuiltInTask } from "../../lib/jobs/built-in-task";
import { BuiltInTaskType } from "../../lib/jobs/built-in-task-type";

/** What AWS calls a task type in the ARNs of its functions, `ImageMultiClass` say, by that name; or by its capitals, `NER`. */
export function taskTypesCalled(name: string): readonly string[] {
  const word = /^(?:arn:.*:function:)?(?:PRE-|ACS-)?([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  if (word === undefined) return [];
  return Object.values(BuiltInTaskType).filter((type) => {
    const functionName = BuiltInTask.of(type).preAnnotationFunctionArn("us-east-1").split(":PRE-")[1];
    const capitals = type.replace(/[^A-Z]/g, "").toLowerCase();
    return capitals === word || (functionName?.toLowerCase() === word && type.toLowerCase() !== word);
  });
}
