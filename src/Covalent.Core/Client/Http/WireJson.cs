using System.Text.Json.Serialization;

namespace Covalent.Core.Client.Http;

/// <summary>The JSON of the HTTP API, made at compile time so that it works where reflection does not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StatusJsonConverter), typeof(FailureJsonConverter), typeof(JsonStringEnumConverter<NodeKind>)])]
[JsonSerializable(typeof(DispatchSnapshot))]
[JsonSerializable(typeof(DispatchPage))]
[JsonSerializable(typeof(NodePage))]
[JsonSerializable(typeof(CancelReport))]
[JsonSerializable(typeof(DeleteReport))]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(IdsReply))]
[JsonSerializable(typeof(IdReply))]
[JsonSerializable(typeof(CancelCall))]
[JsonSerializable(typeof(IdsCall))]
[JsonSerializable(typeof(NodesCall))]
[JsonSerializable(typeof(SubmitHead))]
[JsonSerializable(typeof(RedispatchHead))]
[JsonSerializable(typeof(MissingReply))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DispatchStatusChanged))]
[JsonSerializable(typeof(NodeStatusChanged))]
[JsonSerializable(typeof(NodeProgressed))]
[JsonSerializable(typeof(WroteEvent))]
internal sealed partial class WireJson : JsonSerializerContext;
