import type { DeliveryLogs } from "../lib/streaming/delivery-logs";
import type { StreamingWorkflowConfig } from "./config/workflow-schema";
import type { WorkflowStackProps } from "./workflow-stack-props";

/** The delivery logs of a workflow's topics; their roles are like all roles of the file. */
export function deliveryLogsOf(
  { deliveryLogs }: StreamingWorkflowConfig,
  { rolePath, permissionsBoundary }: Pick<WorkflowStackProps, "rolePath" | "permissionsBoundary">,
): DeliveryLogs | undefined {
  return deliveryLogs && { ...deliveryLogs, rolePath, permissionsBoundary };
}
