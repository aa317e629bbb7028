/**
 * The CORS rules that a bucket of a labeling workflow needs, so that the workers' browsers may load from it.
 */
export enum CorsVariant {
  /** No rule: nothing is loaded across origins. Text tasks. */
  NONE = "none",
  /**
   * `GET` on every bucket that holds input objects. Without it the tasks of those objects fail; the console
   * adds it, the API does not.
   *
   * AWS speaks of images. Video clips get the rule too: AWS names them nowhere, and warns of all input data
   * without it.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-cors-update.html
   */
  IMAGE = "image",
  /**
   * `GET`, `HEAD` and `PUT` on the input and the output buckets: workers save while they work.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-security-permission-3d-point-cloud.html
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sms-video-overview.html
   */
  VIDEO_FRAME_AND_3D = "video-frame-and-3d",
}
