/** A file that is right, with everything that the slips below are made in. */
export const right = `namePrefix: acme
region: eu-west-1
account: "111122223333"
tags:
  team: vision
workflows:
  - name: street-signs
    type: built-in
    taskType: BoundingBox
    inputs:
      - s3://acme-raw/images/
    output: s3://acme-labels/signs/
    executionRole:
      maxSessionDuration: 7200
    automatedLabeling: { enabled: true }
  - name: dashcam
    type: streaming
    taskType: BoundingBox
    inputs: [s3://acme-dashcam/frames/]
    output: s3://acme-dashcam/answers/
    encryptionKey: { existing: alias/acme-data }
    publishers: ["arn:aws:iam::111122223333:role/uploader"]
    answers:
      queue: { messageRetentionSeconds: 345600 }
`;

/** What somebody typed, and the text that they meant. */
export const slips: readonly [what: string, meant: string, typed: string][] = [
  // The form of the file.
  ["no space after a colon", "taskType: BoundingBox\n    inputs:\n", "taskType:BoundingBox\n    inputs:\n"],
  ["no space after a colon at the top", "region: eu-west-1", "region:eu-west-1"],
  ["one space too few", "    output: s3://acme-labels", "   output: s3://acme-labels"],
  ["one space too many", "    output: s3://acme-labels", "     output: s3://acme-labels"],
  ["a tab", "    output: s3://acme-labels", "\toutput: s3://acme-labels"],
  ["spaces and a tab", "  team: vision", " \tteam: vision"],
  ["a double quote that is not closed", '"111122223333"', '"111122223333'],
  ["a single quote that is not closed", "name: dashcam", "name: 'dashcam"],
  ["a list that is not closed", "[s3://acme-dashcam/frames/]", "[s3://acme-dashcam/frames/"],
  ["a mapping that is not closed", "{ enabled: true }", "{ enabled: true"],
  ["no colon", "region: eu-west-1", "region eu-west-1"],
  ["an equals sign", "region: eu-west-1", "region = eu-west-1"],
  ["no space after a dash", "  - name: dashcam", "  -name: dashcam"],
  ["no dash", "  - name: street-signs", "    name: street-signs"],
  ["a colon in a text", "team: vision", "team: vision: signs"],
  ["a text that begins with @", "team: vision", "team: @vision"],
  ["a text that begins with %", "team: vision", "team: %vision"],
  ["a key twice", "region: eu-west-1", "region: eu-west-1\nregion: us-east-1"],
  ["typographic quotes", "namePrefix: acme", "namePrefix: “acme”"],
  ["a second document", "workflows:", "---\nworkflows:"],
  // Words.
  [
    "a task type in short",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: ImageClassification\n    inputs:\n",
  ],
  [
    "a task type by its function",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: ImageMultiClass\n    inputs:\n",
  ],
  [
    "a task type by its function's ARN",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: PRE-TextMultiClassMultiLabel\n    inputs:\n",
  ],
  [
    "a task type in another spelling",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: bounding-box\n    inputs:\n",
  ],
  [
    "a task type with a slip",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: BoundingBoxes\n    inputs:\n",
  ],
  [
    "a task type that is none",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: Transcription\n    inputs:\n",
  ],
  [
    "a task type in words",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: Named entity recognition\n    inputs:\n",
  ],
  ["a type of workflow with a slip", "type: streaming", "type: steaming"],
  ["a type of workflow in another spelling", "type: built-in", "type: builtin"],
  ["no type", "    type: streaming\n", ""],
  ["a region with a slip", "eu-west-1", "eu-wset-1"],
  ["a zone for a region", "region: eu-west-1", "region: eu-west-1a"],
  ["a region in words", "region: eu-west-1", "region: Ireland"],
  ["a region without Ground Truth", "region: eu-west-1", "region: eu-north-1"],
  // Keys.
  ["a key with a slip", "output: s3://acme-labels", "ouput: s3://acme-labels"],
  ["a key in snake case", "namePrefix: acme", "name_prefix: acme"],
  ["a key of Terraform", "inputs: [s3", "input_bucket: [s3"],
  ["a path for a key", "output: s3://acme-labels", "outputS3Path: s3://acme-labels"],
  ["a key with its kind", "    answers:", "    outputTopicArn: alerts\n    answers:"],
  [
    "environments with a slip",
    "namePrefix: acme\nregion: eu-west-1",
    "enviroments:\n  dev: { region: eu-west-1 }\nnamePrefix: acme-${environment}",
  ],
  [
    "a key of the task, one level up",
    "    publishers:",
    "    template: { file: page.html }\n    publishers:",
  ],
  ["a key of a section, one level up", "    answers:\n      queue: {", "    queue: {"],
  [
    "a key of another type of workflow",
    "    publishers:",
    "    automatedLabeling: { enabled: true }\n    publishers:",
  ],
  ["a key of the file, in a workflow", "    publishers:", "    region: eu-west-1\n    publishers:"],
  ["a key of 0.1.0", "maxSessionDuration: 7200", "maxSessionHours: 2"],
  ["a key that nobody knows", "    publishers:", "    colour: red\n    publishers:"],
  ["a key of a team, in a workflow", "    publishers:", "    restrictLinksTo: source-ip\n    publishers:"],
  // Values.
  ["a number for an account", '"111122223333"', "111122223333"],
  ["an account with hyphens", '"111122223333"', '"1111-2222-3333"'],
  ["yes for true", "enabled: true", "enabled: yes"],
  ["true in quotes", "enabled: true", 'enabled: "true"'],
  ["a text for a list", "inputs: [s3://acme-dashcam/frames/]", "inputs: s3://acme-dashcam/frames/"],
  [
    "a mapping for a list",
    'publishers: ["arn:aws:iam::111122223333:role/uploader"]',
    "publishers: { role: uploader }",
  ],
  ["a list for a text", "output: s3://acme-labels/signs/", "output: [s3://acme-labels/signs/]"],
  ["a text for a mapping", "encryptionKey: { existing: alias/acme-data }", "encryptionKey: alias/acme-data"],
  ["a name for an ARN", "arn:aws:iam::111122223333:role/uploader", "uploader"],
  [
    "a FIFO topic",
    "    answers:",
    "    inputTopic: { existing: 'arn:aws:sns:eu-west-1:111122223333:frames.fifo' }\n    answers:",
  ],
  [
    "answers to where objects come from",
    "    answers:",
    "    outputTopic: { existing: 'arn:aws:sns:eu-west-1:111122223333:acme-dashcam-input' }\n    answers:",
  ],
  ["an ARN of another kind", "arn:aws:iam::111122223333:role/uploader", "arn:aws:s3:::acme-dashcam"],
  [
    "a queue of another partition",
    "      queue: { messageRetentionSeconds: 345600 }",
    '      subscribeQueues: ["arn:aws-cn:sqs:cn-north-1:111122223333:signs"]',
  ],
  [
    "an ARN for a name",
    "name: dashcam",
    "name: arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/dashcam",
  ],
  ["an ARN for a bucket", "output: s3://acme-labels/signs/", "output: arn:aws:s3:::acme-labels/signs/"],
  [
    "an address for an S3 location",
    "output: s3://acme-labels/signs/",
    "output: https://acme-labels.s3.amazonaws.com/signs/",
  ],
  ["a bucket alone", "output: s3://acme-labels/signs/", "output: acme-labels/signs/"],
  ["capitals in a bucket", "output: s3://acme-labels/signs/", "output: s3://Acme-Labels/signs/"],
  ["capitals and spaces in a name", "name: dashcam", "name: Dash Cam"],
  ["an underscore in a name", "name: dashcam", "name: dash_cam"],
  ["the same name twice", "name: dashcam", "name: street-signs"],
  ["a variable of the shell", "namePrefix: acme", "namePrefix: ${TEAM}"],
  ["a variable of a template", "region: eu-west-1", 'region: "{{ region }}"'],
  ["a variable in an S3 location", "output: s3://acme-labels/signs/", "output: s3://${BUCKET}/signs/"],
  [
    "a variable where any text may stand",
    "    taskType: BoundingBox\n    inputs: [s3",
    "    customTask:\n      preAnnotation:\n        ready: pass-through-pre-annotation\n        settings: { environment: { STAGE: 'x-${STAGE}' } }\n" +
      "      postAnnotation: { ready: majority-vote }\n    inputs: [s3",
  ],
  ["minutes for seconds", "maxSessionDuration: 7200", "maxSessionDuration: 120"],
  ["a number with a unit", "maxSessionDuration: 7200", "maxSessionDuration: 2h"],
  ["a number in quotes", "maxSessionDuration: 7200", 'maxSessionDuration: "7200"'],
  ["nothing", "output: s3://acme-labels/signs/", "output:"],
  ["a required key left out", "    output: s3://acme-labels/signs/\n", ""],
  ["an alias of AWS", "alias/acme-data", "alias/aws/s3"],
  ["a key by its id", "alias/acme-data", "1234abcd-12ab-34cd-56ef-1234567890ab"],
  ["a key without alias/", "alias/acme-data", "acme-data"],
  [
    "a key of another region",
    "alias/acme-data",
    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  ],
  [
    "automated labeling of a task without it",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: VideoObjectTracking\n    inputs:\n",
  ],
  ["the same in two workflows", "taskType: BoundingBox", "taskType: Transcription"],
  // What a beginner writes: the right thing in the wrong form.
  ["true for a mapping", "automatedLabeling: { enabled: true }", "automatedLabeling: true"],
  ["true for a mapping with defaults", "queue: { messageRetentionSeconds: 345600 }", "queue: true"],
  ["yes for true", "{ enabled: true }", "{ enabled: yes }"],
  ["tags as a list", "  team: vision", "  - team: vision"],
  ["tags as AWS has them", "  team: vision", "  - Key: team\n    Value: vision"],
  ["a session for its role", "iam::111122223333:role/uploader", "sts::111122223333:assumed-role/uploader/me"],
  ["a comment without a space", "region: eu-west-1", "region: eu-west-1#production"],
  ["a star behind a location", "s3://acme-raw/images/", "s3://acme-raw/images/*"],
  ["one slash", "s3://acme-raw/images/", "s3:/acme-raw/images/"],
  [
    "two task types",
    "taskType: BoundingBox\n    inputs:\n",
    "taskType: BoundingBox, SemanticSegmentation\n    inputs:\n",
  ],
  [
    "a list of one task type",
    "streaming\n    taskType: BoundingBox",
    "streaming\n    taskType: [BoundingBox]",
  ],
  ["two regions", "region: eu-west-1", "region: [eu-west-1, us-east-1]"],
  ["hours with a fraction", "maxSessionDuration: 7200", "maxSessionDuration: 1.5h"],
  ["a placeholder left in", '"111122223333"\ntags', '"<your account>"\ntags'],
  [
    "an e-mail address for a topic",
    "    publishers:",
    "    alarms: { topic: team@acme.com }\n    publishers:",
  ],
  ["names of buckets", "    publishers:", "    buckets: [acme-dashcam]\n    publishers:"],
  [
    "a name for a bucket to make",
    "    publishers:",
    "    buckets: { create: [acme-dashcam] }\n    publishers:",
  ],
  ["a location for S3 events", "    publishers:", "    s3Events: s3://acme-dashcam/frames/\n    publishers:"],
  [
    "labels in one text",
    "automatedLabeling: { enabled: true }",
    'job: { labels: "stop, go", workTeam: crowd, manifestS3Uri: s3://acme-raw/images/all.manifest }',
  ],
  ["a type for a backend", "region: eu-west-1", "region: eu-west-1\nbackend: s3"],
  [
    "a location for a bucket",
    "region: eu-west-1",
    "region: eu-west-1\nbackend: { type: s3, bucket: s3://state/, region: eu-west-1 }",
  ],
  ["a text that begins with *", "team: vision", "team: *vision"],
];
