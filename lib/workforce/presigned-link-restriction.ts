/** From where a worker's link to a data object opens. */
export enum PresignedLinkRestriction {
  /** From the internet address that the worker opened the task at, and from no other. */
  SOURCE_IP = "source-ip",
  /** The same for an address inside the network of the workforce. */
  VPC_SOURCE_IP = "vpc-source-ip",
}
