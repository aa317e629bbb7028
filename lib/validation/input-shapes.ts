// Written by `npm run schema` from the declarations of props. Do not edit.

/** What constructors and factories take, by `Class` or `Class.factory`: types of their props and parameters; `?` may be left out. */
export const inputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AccessLogBucket": {
    "name": "string",
    "expireAfterDays": "number?",
    "expireOldVersionsAfterDays": "number?",
    "forceDestroy": "boolean?",
    "tags": "{string}?"
  },
  "AnswerQueue": {
    "name": "string",
    "topic": "ILabelingTopic",
    "encryptionKey": "ILabelingKey",
    "rawMessageDelivery": "boolean?",
    "maxReceiveCount": "number?",
    "messageRetentionSeconds": "number?",
    "visibilityTimeoutSeconds": "number?",
    "tags": "{string}?"
  },
  "Auditor": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "workflows": "ILabelingWorkflow|LabelingResources[]",
    "workforce": "WorkforceResources?"
  },
  "BuiltInWorkflow": {
    "name": "string",
    "inputs": "S3Location[]",
    "output": "S3Location",
    "buckets": "ILabelingBucket[]?",
    "inputKeys": "ILabelingKey[]?",
    "encryptionKey": "ILabelingKey?",
    "executionRole": "IExecutionRole?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "tags": "{string}?",
    "taskType": "BuiltInTaskType",
    "automatedLabeling": "AutomatedLabelingOptions?"
  },
  "ConsoleUser": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "workflows": "ILabelingWorkflow|LabelingResources[]",
    "customWorkflow": "boolean?",
    "privateWorkforce": "WorkforceResources?",
    "vendorWorkforce": "boolean?"
  },
  "CustomWorkflow": {
    "name": "string",
    "inputs": "S3Location[]",
    "output": "S3Location",
    "buckets": "ILabelingBucket[]?",
    "inputKeys": "ILabelingKey[]?",
    "encryptionKey": "ILabelingKey?",
    "executionRole": "IExecutionRole?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "tags": "{string}?",
    "customTask": "CustomTask?"
  },
  "Deployer": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "stacks": "TerraformStack[]",
    "backend": "DeployerStateBackend?",
    "ignoredResourceTypes": "string[]?"
  },
  "ExecutionRole.fromRoleName": {
    "roleName": "string",
    "path": "string?",
    "policyName": "string?",
    "attachPolicies": "boolean?",
    "permissions": "PermissionOptions?"
  },
  "ExecutionRole.fromRoleArn": {
    "roleArn": "string",
    "path": "string?",
    "policyName": "string?",
    "attachPolicies": "boolean?",
    "permissions": "PermissionOptions?"
  },
  "ExecutionRole": {
    "name": "string",
    "description": "string?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "maxSessionDuration": "number?",
    "permissions": "PermissionOptions?",
    "tags": "{string}?"
  },
  "FailedObjectsAlarm": {
    "name": "string",
    "labelingJobName": "string",
    "topic": "ILabelingTopic",
    "failedObjects": "number?",
    "tags": "{string}?"
  },
  "FunctionAuthor": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "functionNames": "string[]",
    "functionRoleArns": "string[]?",
    "starterFunctions": "boolean?"
  },
  "FunctionRole": {
    "name": "string",
    "description": "string?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "tags": "{string}?"
  },
  "FunctionSubscription": {
    "functionArn": "string",
    "topic": "ILabelingTopic"
  },
  "JobCreator": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "workflows": "ILabelingWorkflow|LabelingResources[]",
    "waitsInStepFunctions": "boolean?"
  },
  "JobOperator": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "workflows": "ILabelingWorkflow|LabelingResources[]",
    "redrivenQueues": "IAnswerQueue[]?"
  },
  "KeyAdministrator": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "encryptionKeys": "ILabelingKey[]",
    "mayChangeKeyPolicy": "boolean?"
  },
  "LabelCategoryFile.fromS3Uri": {
    "uri": "string"
  },
  "LabelCategoryFile": {
    "labels": "string[]",
    "instructions": "LabelInstructions?",
    "labelAttributes": "LabelAttribute[]?",
    "frameAttributes": "FrameAttribute[]?",
    "annotationType": "AnnotationType?",
    "editsAllowed": "EditsAllowed?",
    "auditLabelAttributeName": "string?",
    "taskType": "BuiltInTaskType?",
    "fileName": "string",
    "bucket": "ILabelingBucket",
    "prefix": "string?",
    "encryptAsBucket": "boolean?",
    "tags": "{string}?",
    "withoutDefaultTags": "boolean?"
  },
  "LabelingBucket.fromBucketName": {
    "bucketName": "string",
    "encryptionKey": "ILabelingKey?",
    "manageCors": "boolean?",
    "manageNotifications": "boolean?",
    "vpcRestriction": "VpcRestriction?"
  },
  "LabelingBucket": {
    "name": "string",
    "encryptionKey": "ILabelingKey",
    "accessLogs": "S3Location?",
    "accessLogBucket": "AccessLogBucket?",
    "expireAfterDays": "number?",
    "expireOldVersionsAfterDays": "number?",
    "forceDestroy": "boolean?",
    "vpcRestriction": "VpcRestriction?",
    "tags": "{string}?"
  },
  "LabelingJob.fromOutput": {
    "outputManifestUri": "string",
    "labelAttributeName": "string",
    "taskType": "BuiltInTaskType?",
    "labels": "string[]?",
    "earlierLabelAttributeNames": "string[]?"
  },
  "LabelingJob": {
    "workflow": "ILabelingJobWorkflow",
    "workTeam": "IWorkTeam",
    "labelingJobName": "string?",
    "run": "string?",
    "labelAttributeName": "string?",
    "manifestS3Uri": "string?",
    "previousJob": "ILabelingJob?",
    "labelCategories": "ILabelCategoryFile?",
    "template": "IWorkerTaskTemplate?",
    "taskTitle": "string?",
    "taskDescription": "string?",
    "taskKeywords": "string[]?",
    "numberOfHumanWorkersPerDataObject": "number?",
    "taskTimeLimitInSeconds": "number?",
    "taskAvailabilityLifetimeInSeconds": "number?",
    "maxConcurrentTaskCount": "number?",
    "contentClassifiers": "ContentClassifier[]?",
    "stoppingConditions": "StoppingConditions?",
    "initialActiveLearningModelArn": "string?",
    "tags": "{string}?",
    "asResource": "boolean?"
  },
  "LabelingJobEvents": {
    "name": "string",
    "labelingJobName": "string?",
    "labelingJobNamePrefix": "string?",
    "statuses": "LabelingJobStatus[]?",
    "targets": "LabelingJobEventTargets",
    "inputTransformer": "EventTransformer?",
    "deadLetters": "LabelingJobEventDeadLetters?",
    "tags": "{string}?"
  },
  "LabelingKey.fromKeyArn": {
    "keyArn": "string"
  },
  "LabelingKey.fromAlias": {
    "alias": "string"
  },
  "LabelingKey.fromAliasOfAnotherStack": {
    "alias": "string"
  },
  "LabelingKey": {
    "alias": "string",
    "description": "string?",
    "administrators": "string[]?",
    "dataUsers": "string[]?",
    "deletionWindowInDays": "number?",
    "rotationPeriodInDays": "number?",
    "preventDestroy": "boolean?",
    "tags": "{string}?"
  },
  "LabelingLogGroup": {
    "encryptionKey": "ILabelingKey?",
    "retentionInDays": "number?",
    "tags": "{string}?"
  },
  "LabelingTopic.fromTopicArn": {
    "topicArn": "string",
    "encryptionKey": "ILabelingKey?"
  },
  "LabelingTopic": {
    "name": "string",
    "encryptionKey": "ILabelingKey",
    "deliveryLogs": "TopicDeliveryLogs?",
    "tags": "{string}?"
  },
  "NewObjectEvents": {
    "bucket": "ILabelingBucket",
    "prefix": "string?",
    "suffix": "string?",
    "queueArn": "string?",
    "queueEncryptionKey": "ILabelingKey?",
    "functionArn": "string?"
  },
  "Persona": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?"
  },
  "PostAnnotationFunction.fromFunctionArn": {
    "functionArn": "string",
    "roleArn": "string?",
    "inputAccess": "InputAccess?",
    "answerAccess": "AnswerAccess?"
  },
  "PostAnnotationFunction": {
    "name": "string",
    "code": "FunctionCode",
    "description": "string?",
    "encryptionKey": "ILabelingKey?",
    "settings": "FunctionSettings?",
    "role": "FunctionRoleOptions?",
    "inputAccess": "InputAccess?",
    "rights": "FunctionRights?",
    "tags": "{string}?",
    "answerAccess": "AnswerAccess?"
  },
  "PreAnnotationFunction.fromFunctionArn": {
    "functionArn": "string",
    "roleArn": "string?",
    "inputAccess": "InputAccess?"
  },
  "PreAnnotationFunction": {
    "name": "string",
    "code": "FunctionCode",
    "description": "string?",
    "encryptionKey": "ILabelingKey?",
    "settings": "FunctionSettings?",
    "role": "FunctionRoleOptions?",
    "inputAccess": "InputAccess?",
    "rights": "FunctionRights?",
    "tags": "{string}?"
  },
  "PrivateWorkforce.fromWorkforceName": {
    "workforceName": "string",
    "userPool": "IWorkerUserPool?"
  },
  "PrivateWorkforce": {
    "name": "string",
    "userPool": "IWorkerUserPool?",
    "oidcConfig": "OidcProvider?",
    "ipRanges": "string[]?",
    "workforceVpcConfig": "WorkforceVpc?"
  },
  "ProviderScope": {
    "provider": "any"
  },
  "QueueSubscription": {
    "queueArn": "string",
    "topic": "ILabelingTopic",
    "encryptionKey": "ILabelingKey?",
    "rawMessageDelivery": "boolean?"
  },
  "StreamingAlarms": {
    "alarmPrefix": "string",
    "encryptionKey": "ILabelingKey?",
    "alarmTopic": "ILabelingTopic?",
    "groundTruthQueueName": "string?",
    "answerQueue": "AnswerQueue?",
    "topics": "ILabelingTopic[]",
    "thresholds": "StreamingAlarmThresholds?",
    "tags": "{string}?"
  },
  "StreamingWorkflow": {
    "name": "string",
    "inputs": "S3Location[]",
    "output": "S3Location",
    "buckets": "ILabelingBucket[]?",
    "inputKeys": "ILabelingKey[]?",
    "encryptionKey": "ILabelingKey?",
    "executionRole": "IExecutionRole?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "tags": "{string}?",
    "taskType": "BuiltInTaskType?",
    "customTask": "CustomTask?",
    "labelingJobName": "string?",
    "labelAttributeName": "string?",
    "inputTopic": "ILabelingTopic?",
    "outputTopic": "ILabelingTopic?",
    "deliveryLogs": "DeliveryLogs?",
    "s3Events": "S3EventOptions[]?",
    "upstream": "StreamingWorkflow?"
  },
  "VendorSubscriber": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?"
  },
  "WorkTeam.fromWorkTeamArn": {
    "workTeamArn": "string"
  },
  "WorkTeam.fromWorkTeamName": {
    "workTeamName": "string"
  },
  "WorkTeam": {
    "name": "string",
    "description": "string",
    "workforce": "IPrivateWorkforce",
    "groups": "string[]?",
    "notificationTopic": "IWorkTeamTopic?",
    "restrictLinksTo": "PresignedLinkRestriction?",
    "tags": "{string}?"
  },
  "WorkTeamTopic.fromTopicArn": {
    "topicArn": "string",
    "encryptionKey": "ILabelingKey?"
  },
  "WorkTeamTopic": {
    "name": "string",
    "encryptionKey": "ILabelingKey",
    "tags": "{string}?"
  },
  "WorkerTaskTemplate.fromS3Uri": {
    "uri": "string"
  },
  "WorkerTaskTemplate": {
    "file": "string?",
    "ready": "ReadyTemplateProps?",
    "taskInput": "string[]?",
    "hostedPreAnnotation": "boolean?",
    "templateName": "string",
    "bucket": "ILabelingBucket",
    "prefix": "string?",
    "keep": "string[]?",
    "encryptAsBucket": "boolean?",
    "tags": "{string}?",
    "withoutDefaultTags": "boolean?"
  },
  "WorkerUserPool.fromUserPoolId": {
    "userPoolId": "string",
    "clientId": "string"
  },
  "WorkerUserPool": {
    "name": "string",
    "domain": "string",
    "mfa": "WorkerMfa?",
    "minimumPasswordLength": "number?",
    "deletionProtection": "boolean?",
    "supportedIdentityProviders": "string[]?",
    "signInByEmail": "boolean?",
    "invitation": "WorkerMessage?",
    "verification": "WorkerMessage?",
    "threatProtection": "boolean?",
    "tags": "{string}?"
  },
  "WorkforceManager": {
    "policyName": "string",
    "path": "string?",
    "description": "string?",
    "permissions": "PermissionOptions?",
    "guardRails": "GuardRails?",
    "tags": "{string}?",
    "workforce": "WorkforceResources"
  }
};

/** What public methods take, in the order of their parameters, by `Class.method`. */
export const calls: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AccessLogBucket.grantWriteLogsOf": {
    "source": "Construct",
    "bucketName": "string",
    "prefix": "string?"
  },
  "AnnotationFunctionBase.grantInvoke": {
    "executionRole": "IExecutionRole"
  },
  "AnnotationFunctionBase.grantOnData": {
    "data": "FunctionData"
  },
  "AnswerQueue.grantConsume": {
    "consumer": "IGrantee"
  },
  "AnswerQueue.grantRedrive": {
    "redriver": "IGrantee"
  },
  "BucketOfAnotherStack.location": {
    "prefix": "string?"
  },
  "BucketOfAnotherStack.requireCors": {
    "variant": "CorsVariant"
  },
  "BucketOfAnotherStack.notifyTopic": {
    "notification": "TopicNotification"
  },
  "BucketOfAnotherStack.notify": {
    "notification": "ObjectNotification"
  },
  "BucketOfAnotherStack.usedFrom": {
    "scope": "Construct",
    "id": "string",
    "encryptionKey": "ILabelingKey?"
  },
  "BuiltInTask.of": {
    "type": "BuiltInTaskType"
  },
  "BuiltInTask.preAnnotationFunctionArn": {
    "region": "string"
  },
  "BuiltInTask.annotationConsolidationFunctionArn": {
    "region": "string"
  },
  "BuiltInTask.humanTaskUiArn": {
    "region": "string"
  },
  "BuiltInTask.labelingAlgorithmArn": {
    "region": "string"
  },
  "ExecutionRole.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "ExecutionRole.addToTrustPolicy": {
    "statement": "PolicyStatement",
    "principalResource": "any?"
  },
  "ExecutionRole.usedFrom": {
    "scope": "Construct",
    "id": "string",
    "policyName": "string?"
  },
  "ExecutionRoleBase.grantReadInput": {
    "locations": "S3Location[]"
  },
  "ExecutionRoleBase.grantWriteOutput": {
    "location": "S3Location"
  },
  "ExecutionRoleBase.grantUseKey": {
    "key": "ILabelingKey"
  },
  "ExecutionRoleBase.grantDecryptInput": {
    "key": "ILabelingKey"
  },
  "ExecutionRoleBase.grantVolumeKey": {
    "key": "ILabelingKey"
  },
  "ExecutionRoleBase.grantTrainingNetwork": {
    "network": "TrainingNetwork"
  },
  "ExecutionRoleBase.grantStreaming": {
    "job": "StreamingJob"
  },
  "ExecutionRoleBase.grantTopicKey": {
    "key": "ILabelingKey"
  },
  "ExecutionRoleBase.grantInvokeAnnotationFunctions": {
    "functionArns": "string[]"
  },
  "ExecutionRoleBase.grantAssume": {
    "grantee": "IGrantee"
  },
  "ExecutionRoleOfAnotherStack.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "ExecutionRoleOfAnotherStack.addToTrustPolicy": {
    "statement": "PolicyStatement"
  },
  "ExistingAnnotationFunction.grantOnData": {
    "data": "FunctionData"
  },
  "ExistingAnnotationFunction.grantInvoke": {
    "executionRole": "IExecutionRole"
  },
  "ExistingExecutionRole.addToTrustPolicy": {
    "statement": "PolicyStatement"
  },
  "ExistingExecutionRole.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "ExistingLabelingKey.addToKeyPolicy": {
    "statement": "PolicyStatement"
  },
  "ExistingPostAnnotationFunction.grantReadAnswers": {
    "answers": "AnswersToConsolidate"
  },
  "ExistingUserPool.addGroup": {
    "groupName": "string",
    "description": "string?"
  },
  "ExistingUserPool.groupOfTeam": {
    "groupName": "string"
  },
  "ExistingUserPool.openToPortal": {
    "portalHost": "string"
  },
  "FunctionCode.fromEntry": {
    "entry": "string",
    "props": "EntryProps?"
  },
  "FunctionCode.fromDirectory": {
    "path": "string",
    "props": "ArchiveProps"
  },
  "FunctionCode.fromZip": {
    "path": "string",
    "props": "ArchiveProps"
  },
  "FunctionCode.fromS3Object": {
    "props": "S3ObjectProps"
  },
  "FunctionCode.fromImage": {
    "imageUri": "string",
    "props": "ImageProps?"
  },
  "FunctionCode.ready": {
    "handler": "ReadyHandler"
  },
  "FunctionRole.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "FunctionRole.attachAwsManagedPolicy": {
    "policyName": "string"
  },
  "Grantee.fromRole": {
    "role": "IamRole",
    "policyName": "string?"
  },
  "Grantee.fromArn": {
    "principalArn": "string"
  },
  "Grantee.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "KeyOfAnotherStack.addToKeyPolicy": {
    "statement": "PolicyStatement",
    "principalResource": "any?"
  },
  "LabelingBucketBase.location": {
    "prefix": "string?"
  },
  "LabelingBucketBase.requireCors": {
    "variant": "CorsVariant"
  },
  "LabelingBucketBase.usedFrom": {
    "scope": "Construct",
    "id": "string",
    "encryptionKey": "ILabelingKey?"
  },
  "LabelingBucketBase.notifyTopic": {
    "notification": "TopicNotification"
  },
  "LabelingBucketBase.notify": {
    "notification": "ObjectNotification"
  },
  "LabelingJobEvents.grantConsumeDeadLetters": {
    "consumer": "IGrantee"
  },
  "LabelingKey.addToKeyPolicy": {
    "statement": "PolicyStatement",
    "principalResource": "any?"
  },
  "LabelingKey.addFrom": {
    "from": "StackScope",
    "statement": "PolicyStatement"
  },
  "LabelingKey.usedFrom": {
    "scope": "Construct",
    "id": "string"
  },
  "LabelingKey.grantToPrincipals": {
    "use": "KeyUse",
    "principalArns": "string[]",
    "hardening": "Hardening?"
  },
  "LabelingOutputs.ofBuiltIn": {
    "scope": "Construct",
    "workflow": "BuiltInWorkflow",
    "props": "LabelingOutputsProps?"
  },
  "LabelingOutputs.ofCustom": {
    "scope": "Construct",
    "workflow": "CustomWorkflow",
    "props": "LabelingOutputsProps?"
  },
  "LabelingOutputs.ofStreaming": {
    "scope": "Construct",
    "workflow": "StreamingWorkflow",
    "props": "LabelingOutputsProps?"
  },
  "LabelingTopic.grantPublish": {
    "publisher": "IGrantee"
  },
  "LabelingTopic.addToTopicPolicy": {
    "statement": "PolicyStatement",
    "principalResource": "any?"
  },
  "LabelingTopic.usedFrom": {
    "scope": "Construct",
    "id": "string",
    "encryptionKey": "ILabelingKey?"
  },
  "OidcClientSecret.fromVariable": {
    "variableName": "string"
  },
  "OidcClientSecret.fromSecretsManager": {
    "secretId": "string",
    "jsonField": "string?"
  },
  "OidcClientSecret.fromToken": {
    "value": "string"
  },
  "OidcClientSecret.bind": {
    "scope": "Construct"
  },
  "Persona.addStatements": {
    "statements": "PolicyStatement[]"
  },
  "Persona.attachToRole": {
    "roleName": "string"
  },
  "Persona.attachToGroup": {
    "groupName": "string"
  },
  "Persona.attachToUser": {
    "userName": "string"
  },
  "Persona.createRole": {
    "props": "PersonaRoleProps"
  },
  "Persona.createGroup": {
    "groupName": "string"
  },
  "Persona.createUser": {
    "userName": "string"
  },
  "PostAnnotationFunction.grantReadAnswers": {
    "answers": "AnswersToConsolidate"
  },
  "PrivateWorkforce.waitForGroup": {
    "group": "any"
  },
  "S3Location.parse": {
    "uri": "string"
  },
  "S3Location.contains": {
    "other": "S3Location"
  },
  "StackScope.of": {
    "construct": "IConstruct"
  },
  "StackScope.toldIn": {
    "other": "StackScope",
    "text": "string"
  },
  "TopicOfAnotherStack.grantPublish": {
    "publisher": "IGrantee"
  },
  "TopicOfAnotherStack.addToTopicPolicy": {
    "statement": "PolicyStatement",
    "principalResource": "any?"
  },
  "WorkerUserPool.addGroup": {
    "groupName": "string",
    "description": "string?"
  },
  "WorkerUserPool.groupOfTeam": {
    "groupName": "string"
  },
  "WorkerUserPool.openToPortal": {
    "portalHost": "string"
  }
};

/** What public functions take, in the order of their parameters. */
export const functions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "allow": {
    "sid": "string",
    "body": "StatementBody"
  },
  "deny": {
    "sid": "string",
    "body": "StatementBody"
  },
  "formatArn": {
    "parts": "ArnParts"
  },
  "renderPolicy": {
    "statements": "PolicyStatement[]"
  }
};

/** Properties of plain objects. */
export const structs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "AnswersToConsolidate": {
    "output": "S3Location",
    "encryptionKey": "ILabelingKey",
    "executionRole": "IExecutionRole"
  },
  "ArchiveProps": {
    "runtime": "string",
    "handler": "string"
  },
  "ArnParts": {
    "partition": "string",
    "region": "string",
    "account": "string",
    "service": "string",
    "resource": "string"
  },
  "AutomatedLabelingOptions": {
    "encryptVolume": "boolean?",
    "vpcConfig": "TrainingVpcConfig?"
  },
  "CustomTask": {
    "preAnnotation": "IPreAnnotationFunction?",
    "postAnnotation": "IPostAnnotationFunction?",
    "template": "IWorkerTaskTemplate?",
    "cors": "CorsVariant?"
  },
  "DeliveryLogs": {
    "successSampleRate": "number?",
    "rolePath": "string?",
    "permissionsBoundary": "string?"
  },
  "DeployerStateBackend": {
    "bucketName": "string",
    "keys": "string[]",
    "region": "string?",
    "lockTableName": "string?",
    "useLockFile": "boolean?",
    "kmsKeyArn": "string?"
  },
  "EntryProps": {
    "runtime": "string?",
    "handler": "string?",
    "minify": "boolean?",
    "sourceMap": "boolean?",
    "external": "string[]?"
  },
  "EventTransformer": {
    "inputPaths": "{string}?",
    "inputTemplate": "string"
  },
  "FrameAttribute": {
    "name": "string",
    "type": "LabelAttributeType",
    "description": "string?",
    "enum": "string[]?",
    "minimum": "number?",
    "maximum": "number?",
    "isRequired": "boolean?",
    "editsAllowed": "EditsAllowed?"
  },
  "FunctionData": {
    "inputs": "S3Location[]",
    "output": "S3Location",
    "encryptionKey": "ILabelingKey",
    "inputKeys": "ILabelingKey[]"
  },
  "FunctionRights": {
    "writePrefixes": "string[]?",
    "invokeFunctionArns": "string[]?",
    "statements": "FunctionStatement[]?"
  },
  "FunctionRoleOptions": {
    "name": "string?",
    "path": "string?",
    "permissionsBoundary": "string?",
    "permissionStyle": "PermissionStyle?"
  },
  "FunctionSettings": {
    "memorySize": "number?",
    "timeout": "number?",
    "architecture": "FunctionArchitecture?",
    "environment": "{string}?",
    "environmentKey": "ILabelingKey?",
    "layers": "string[]?",
    "vpcConfig": "FunctionVpc?",
    "tracing": "boolean?",
    "logRetentionInDays": "number?",
    "reservedConcurrentExecutions": "number?",
    "deadLetterQueueArn": "string?",
    "deadLetterQueueKey": "ILabelingKey?",
    "codeSigningConfigArn": "string?"
  },
  "FunctionStatement": {
    "sid": "string",
    "actions": "string[]",
    "resources": "string[]",
    "conditions": "{{any}}?",
    "reason": "string"
  },
  "FunctionVpc": {
    "subnetIds": "string[]",
    "securityGroupIds": "string[]"
  },
  "GuardRails": {
    "noPublicCrowd": "boolean?",
    "onlyWorkTeamArns": "string[]?",
    "requireOutputKey": "boolean?",
    "onlyOutputKeyArns": "string[]?",
    "requireVolumeKey": "boolean?",
    "onlyVolumeKeyArns": "string[]?",
    "onlyRegions": "string[]?",
    "requiredTagKeys": "string[]?",
    "requiredTagValues": "{string[]}?",
    "noKeyDeletion": "boolean?"
  },
  "Hardening": {
    "listOnlyLocations": "boolean?",
    "metricNamespace": "boolean?",
    "kmsViaService": "boolean?",
    "grantsForAwsResources": "boolean?",
    "sourceAccount": "boolean?"
  },
  "ImageProps": {
    "command": "string[]?"
  },
  "LabelAttribute": {
    "name": "string",
    "type": "LabelAttributeType",
    "description": "string?",
    "enum": "string[]?",
    "minimum": "number?",
    "maximum": "number?",
    "isRequired": "boolean?",
    "editsAllowed": "EditsAllowed?",
    "labels": "string[]?"
  },
  "LabelInstructions": {
    "shortInstruction": "string",
    "fullInstruction": "string"
  },
  "LabelingJobEventDeadLetters": {
    "queueName": "string?",
    "queueArn": "string?",
    "queueEncryptionKey": "ILabelingKey?"
  },
  "LabelingJobEventTargets": {
    "topic": "ILabelingTopic?",
    "queueArn": "string?",
    "queueEncryptionKey": "ILabelingKey?",
    "functionArn": "string?",
    "stateMachineArn": "string?",
    "roleName": "string?"
  },
  "LabelingOutputsProps": {
    "prefix": "string?",
    "ssmParameterPath": "string?",
    "answerQueue": "AnswerQueue?",
    "alarms": "StreamingAlarms?",
    "existingKeys": "{ILabelingKey}?",
    "requiredQueuePolicyStatements": "{string}?",
    "publishCommand": "boolean?",
    "functions": "IAnnotationFunction[]?"
  },
  "LabelingResources": {
    "labelingJobName": "string",
    "labelingJobNameIsPrefix": "boolean?",
    "executionRoleArn": "string",
    "workTeamArns": "string[]?",
    "inputs": "S3Location[]",
    "output": "S3Location",
    "otherAnswers": "S3Location[]?",
    "workerTaskTemplates": "IWorkerTaskTemplateObjects[]?",
    "encryptionKeys": "ILabelingKey[]?",
    "functionArns": "string[]?",
    "functionRoleArns": "string[]?",
    "inputTopicArn": "string?",
    "outputTopicArn": "string?",
    "answerQueueArns": "string[]?",
    "alarmTopicArn": "string?",
    "deliveryLogRoleArns": "string[]?",
    "eventRuleArn": "string?",
    "eventQueueArns": "string[]?"
  },
  "ObjectNotification": {
    "queueArn": "string?",
    "functionArn": "string?",
    "prefix": "string?",
    "suffix": "string?",
    "prerequisite": "any?"
  },
  "OidcProvider": {
    "clientId": "string",
    "clientSecret": "OidcClientSecret",
    "issuer": "string",
    "authorizationEndpoint": "string",
    "tokenEndpoint": "string",
    "userInfoEndpoint": "string",
    "logoutEndpoint": "string",
    "jwksUri": "string",
    "scope": "string?",
    "authenticationRequestExtraParams": "{string}?"
  },
  "PermissionOptions": {
    "style": "PermissionStyle?",
    "hardening": "Hardening?"
  },
  "PersonaRoleProps": {
    "name": "string",
    "trustedPrincipalArns": "string[]?",
    "trustedServices": "TrustedService[]?",
    "requireMfa": "boolean?",
    "permissionsBoundary": "string?"
  },
  "PolicyPrincipal": {
    "aws": "string[]?",
    "service": "string[]?",
    "everyone": "any?"
  },
  "PolicyStatement": {
    "actions": "string[]",
    "resources": "string[]?",
    "principal": "PolicyPrincipal?",
    "when": "{{string[]}}?",
    "reason": "string",
    "page": "string",
    "anyResourceBecause": "string?",
    "sid": "string",
    "effect": "any"
  },
  "ReadyTemplateCategory": {
    "label": "string",
    "description": "string?"
  },
  "ReadyTemplateProps": {
    "taskType": "BuiltInTaskType",
    "header": "string?",
    "shortInstructions": "string?",
    "fullInstructions": "string?",
    "categories": "ReadyTemplateCategory[]?",
    "earlierLabelAttributeName": "string?"
  },
  "S3EventOptions": {
    "location": "S3Location",
    "suffix": "string?"
  },
  "S3ObjectProps": {
    "runtime": "string",
    "handler": "string",
    "s3Bucket": "string",
    "s3Key": "string",
    "s3ObjectVersion": "string?",
    "sourceCodeHash": "string?"
  },
  "StatementBody": {
    "actions": "string[]",
    "resources": "string[]?",
    "principal": "PolicyPrincipal?",
    "when": "{{string[]}}?",
    "reason": "string",
    "page": "string",
    "anyResourceBecause": "string?"
  },
  "StoppingConditions": {
    "maxHumanLabeledObjectCount": "number?",
    "maxPercentageOfInputDatasetLabeled": "number?"
  },
  "StreamingAlarmThresholds": {
    "oldestMessageDays": "number?",
    "backlog": "number?",
    "idleDays": "number?",
    "deadLetters": "number?",
    "failedDeliveries": "number?"
  },
  "StreamingJob": {
    "labelingJobName": "string",
    "labelingJobNameIsPrefix": "boolean",
    "inputTopicArn": "string",
    "outputTopicArn": "string?"
  },
  "TopicDeliveryLogs": {
    "successSampleRate": "number?",
    "rolePath": "string?",
    "permissionsBoundary": "string?",
    "roleName": "string?"
  },
  "TopicNotification": {
    "topicArn": "string",
    "prefix": "string?",
    "suffix": "string?",
    "topicResource": "any?"
  },
  "TrainingNetwork": {
    "subnets": "string[]",
    "securityGroupIds": "string[]"
  },
  "TrainingVpcConfig": {
    "subnets": "string[]",
    "securityGroupIds": "string[]"
  },
  "TrustedService": {
    "service": "string",
    "sourceArns": "string[]?",
    "sourceAccount": "boolean?"
  },
  "VpcRestriction": {
    "vpcEndpointIds": "string[]?",
    "vpcIds": "string[]?",
    "exemptPrincipalArns": "string[]?",
    "style": "PermissionStyle?"
  },
  "WorkerMessage": {
    "emailSubject": "string",
    "emailMessage": "string"
  },
  "WorkforceResources": {
    "userPoolArn": "string?",
    "workforceName": "string?",
    "workTeamNames": "string[]?",
    "notificationTopicArn": "string?",
    "notificationKey": "ILabelingKey?"
  },
  "WorkforceVpc": {
    "vpcId": "string",
    "securityGroupIds": "string[]",
    "subnets": "string[]"
  }
};

/** What an object of a class or an interface with methods has at least. */
export const objects: Readonly<Record<string, readonly string[]>> = {
  "AccessLogBucket": [
    "bucketName",
    "grantWriteLogsOf",
    "logPrerequisites",
    "node"
  ],
  "AnswerQueue": [
    "deadLetterQueueArn",
    "deadLetterQueueName",
    "deadLetterQueueUrl",
    "encryptionKey",
    "grantConsume",
    "grantRedrive",
    "node",
    "queueArn",
    "queueName",
    "queueUrl"
  ],
  "BuiltInWorkflow": [
    "annotationConsolidationFunctionArn",
    "bucketsToGiveCors",
    "corsVariant",
    "encryptionKey",
    "encryptsVolume",
    "executionRole",
    "inputs",
    "labelingResources",
    "node",
    "output",
    "preAnnotationFunctionArn",
    "taskType",
    "workflowName"
  ],
  "Construct": [
    "node"
  ],
  "CustomWorkflow": [
    "bucketsToGiveCors",
    "corsVariant",
    "encryptionKey",
    "executionRole",
    "inputs",
    "jobPrerequisites",
    "labelingResources",
    "node",
    "output",
    "workflowName"
  ],
  "FunctionCode": [
    "bind",
    "problems"
  ],
  "IAnnotationFunction": [
    "functionArn",
    "functionName",
    "grantInvoke",
    "grantOnData",
    "node"
  ],
  "IAnswerQueue": [
    "deadLetterQueueArn",
    "encryptionKey",
    "queueArn"
  ],
  "IConstruct": [
    "node"
  ],
  "IExecutionRole": [
    "addStatements",
    "grantAssume",
    "grantAutomatedLabeling",
    "grantCloudWatch",
    "grantDecryptInput",
    "grantInvokeAnnotationFunctions",
    "grantReadInput",
    "grantStreaming",
    "grantTopicKey",
    "grantTrainingNetwork",
    "grantUseKey",
    "grantVolumeKey",
    "grantWriteOutput",
    "node",
    "principalArn",
    "roleArn",
    "roleName"
  ],
  "IGrantee": [
    "addStatements",
    "principalArn"
  ],
  "ILabelCategoryFile": [
    "labelCategoryConfigS3Uri",
    "node"
  ],
  "ILabelingBucket": [
    "bucketName",
    "location",
    "managesCors",
    "managesNotifications",
    "node",
    "notify",
    "notifyEventBridge",
    "notifyTopic",
    "requireCors",
    "usedFrom"
  ],
  "ILabelingJob": [
    "labelAttributeName",
    "node",
    "outputManifestUri"
  ],
  "ILabelingJobWorkflow": [
    "encryptionKey",
    "executionRole",
    "inputs",
    "node",
    "output",
    "workflowName"
  ],
  "ILabelingKey": [
    "addToKeyPolicy",
    "keyArn",
    "node",
    "target"
  ],
  "ILabelingTopic": [
    "addToTopicPolicy",
    "grantPublish",
    "hasSubscribers",
    "node",
    "noteSubscriber",
    "topicArn",
    "topicName"
  ],
  "ILabelingWorkflow": [
    "labelingResources",
    "node"
  ],
  "IPostAnnotationFunction": [
    "answerAccess",
    "functionArn",
    "functionName",
    "grantInvoke",
    "grantOnData",
    "grantReadAnswers",
    "node"
  ],
  "IPreAnnotationFunction": [
    "functionArn",
    "functionName",
    "grantInvoke",
    "grantOnData",
    "node"
  ],
  "IPrivateWorkforce": [
    "node",
    "waitForGroup",
    "workforceArn",
    "workforceName"
  ],
  "IWorkTeam": [
    "node",
    "workTeamArn"
  ],
  "IWorkTeamTopic": [
    "node",
    "topicArn"
  ],
  "IWorkerTaskTemplate": [
    "node",
    "uiTemplateS3Uri"
  ],
  "IWorkerTaskTemplateObjects": [
    "folder",
    "objectPattern"
  ],
  "IWorkerUserPool": [
    "addGroup",
    "clientId",
    "node",
    "userPoolId"
  ],
  "IamRole": [
    "node",
    "assumeRolePolicy"
  ],
  "OidcClientSecret": [
    "bind"
  ],
  "S3Location": [
    "contains",
    "isFile",
    "prefix",
    "toString",
    "uri"
  ],
  "StackScope": [
    "account",
    "partition",
    "region",
    "stated",
    "toldIn"
  ],
  "StreamingAlarms": [
    "alarmNames",
    "alarmTopic",
    "node"
  ],
  "StreamingWorkflow": [
    "bucketsToGiveCors",
    "corsVariant",
    "encryptionKey",
    "executionRole",
    "inputTopic",
    "inputs",
    "jobPrerequisites",
    "labelingResources",
    "node",
    "output",
    "outputTopic",
    "queueName",
    "workflowName"
  ],
  "TerraformStack": [
    "addDependency",
    "node"
  ]
};

export const enums: Readonly<Record<string, readonly string[]>> = {
  "AnnotationType": [
    "BoundingBox",
    "Polyline",
    "Polygon",
    "Keypoint"
  ],
  "AnswerAccess": [
    "s3-read",
    "assume-execution-role",
    "read-all-buckets"
  ],
  "BuiltInTaskType": [
    "ImageClassificationSingleLabel",
    "ImageClassificationMultiLabel",
    "BoundingBox",
    "SemanticSegmentation",
    "LabelVerificationBoundingBox",
    "AdjustmentBoundingBox",
    "LabelVerificationSemanticSegmentation",
    "AdjustmentSemanticSegmentation",
    "TextClassificationSingleLabel",
    "TextClassificationMultiLabel",
    "NamedEntityRecognition",
    "VideoClassification",
    "VideoObjectDetection",
    "AdjustmentVideoObjectDetection",
    "VideoObjectTracking",
    "AdjustmentVideoObjectTracking",
    "3DPointCloudObjectDetection",
    "Adjustment3DPointCloudObjectDetection",
    "3DPointCloudObjectTracking",
    "Adjustment3DPointCloudObjectTracking",
    "3DPointCloudSemanticSegmentation",
    "Adjustment3DPointCloudSemanticSegmentation",
    "3D2DObjectTracking",
    "PassThrough"
  ],
  "ContentClassifier": [
    "FreeOfPersonallyIdentifiableInformation",
    "FreeOfAdultContent"
  ],
  "CorsVariant": [
    "none",
    "image",
    "video-frame-and-3d"
  ],
  "EditsAllowed": [
    "any",
    "none"
  ],
  "FunctionArchitecture": [
    "arm64",
    "x86_64"
  ],
  "InputAccess": [
    "s3-read"
  ],
  "KeyUse": [
    "labeling-data",
    "decrypt-input",
    "volume-grants",
    "data-through-s3",
    "read-answers",
    "publish",
    "consume",
    "dead-letters"
  ],
  "LabelAttributeType": [
    "string",
    "number"
  ],
  "LabelingJobStatus": [
    "Completed",
    "Failed",
    "Stopped"
  ],
  "PermissionStyle": [
    "least-privilege",
    "as-documented",
    "aws-managed"
  ],
  "PresignedLinkRestriction": [
    "source-ip",
    "vpc-source-ip"
  ],
  "ReadyHandler": [
    "pass-through-pre-annotation",
    "pass-through-post-annotation",
    "majority-vote",
    "bounding-boxes",
    "text-spans"
  ],
  "WorkerMfa": [
    "required",
    "optional",
    "none"
  ]
};
