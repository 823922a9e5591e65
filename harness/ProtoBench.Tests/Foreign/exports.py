"""Reads ProtoBench's exports with software that shares no code with it. Answers what it understood, or the complaint."""
import json
import sys


def openmetrics(text):
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    return [
        {"name": family.name, "type": family.type, "unit": family.unit,
         "samples": [{"labels": sample.labels, "value": float(sample.value)} for sample in family.samples]}
        for family in text_string_to_metric_families(text)]


# The messages an ExportMetricsServiceRequest of gauges is made of, from opentelemetry-proto's metrics.proto, resource.proto and common.proto:
# name, number, type, repeated. Anything else, and any value of another type, is an error of the reader.
MESSAGES = {
    "AnyValue": [("string_value", 1, "string", False), ("bool_value", 2, "bool", False), ("int_value", 3, "int64", False), ("double_value", 4, "double", False)],
    "KeyValue": [("key", 1, "string", False), ("value", 2, "AnyValue", False)],
    "Resource": [("attributes", 1, "KeyValue", True), ("dropped_attributes_count", 2, "uint32", False)],
    "InstrumentationScope": [("name", 1, "string", False), ("version", 2, "string", False), ("attributes", 3, "KeyValue", True)],
    "NumberDataPoint": [("start_time_unix_nano", 2, "fixed64", False), ("time_unix_nano", 3, "fixed64", False), ("as_double", 4, "double", False),
                        ("as_int", 6, "sfixed64", False), ("attributes", 7, "KeyValue", True), ("flags", 8, "uint32", False)],
    "Gauge": [("data_points", 1, "NumberDataPoint", True)],
    "Metric": [("name", 1, "string", False), ("description", 2, "string", False), ("unit", 3, "string", False), ("gauge", 5, "Gauge", False)],
    "ScopeMetrics": [("scope", 1, "InstrumentationScope", False), ("metrics", 2, "Metric", True), ("schema_url", 3, "string", False)],
    "ResourceMetrics": [("resource", 1, "Resource", False), ("scope_metrics", 2, "ScopeMetrics", True), ("schema_url", 3, "string", False)],
    "ExportMetricsServiceRequest": [("resource_metrics", 1, "ResourceMetrics", True)],
}


def otlp(text):
    from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="otlp.proto", package="otlp", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, repeated in fields:
            added = message.field.add(name=field, number=number, label=kinds.LABEL_REPEATED if repeated else kinds.LABEL_OPTIONAL)
            if kind in MESSAGES:
                added.type, added.type_name = kinds.TYPE_MESSAGE, ".otlp." + kind
            else:
                added.type = getattr(kinds, "TYPE_" + kind.upper())
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindMessageTypeByName("otlp.ExportMetricsServiceRequest")
    get = getattr(message_factory, "GetMessageClass", None)
    request = (get(found) if get else message_factory.MessageFactory(pool).GetPrototype(found))()
    json_format.Parse(text, request, ignore_unknown_fields=False)
    request.ParseFromString(request.SerializeToString())
    resource = request.resource_metrics[0]
    return {
        "resource": {pair.key: pair.value.string_value for pair in resource.resource.attributes},
        "metrics": [
            {"name": metric.name, "unit": metric.unit,
             "points": [{"attributes": {pair.key: pair.value.string_value for pair in point.attributes},
                         "value": point.as_double, "start": str(point.start_time_unix_nano), "time": str(point.time_unix_nano)}
                        for point in metric.gauge.data_points]}
            for metric in resource.scope_metrics[0].metrics]}


def schema(text, schema):
    import jsonschema
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
    return True


def yaml_document(text):
    import yaml
    return yaml.safe_load(text)


asked = json.load(sys.stdin)
try:
    answer = {"openmetrics": openmetrics, "otlp": otlp, "schema": schema, "yaml": yaml_document}[asked.pop("form")](**asked)
    json.dump({"answer": answer}, sys.stdout)
except Exception as error:
    json.dump({"complaint": f"{type(error).__name__}: {error}"}, sys.stdout)
