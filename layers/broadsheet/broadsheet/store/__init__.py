"""Tables, buckets, queues and the CDN. The only floor with boto3; rules and HTML are none of its business."""
