using Covalent.Core.Bundles;
using Covalent.Core.Client.Http;
using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Taking in the files of applications: only what is missing, checked by hash, resumable.</summary>
internal static class BundleEndpoints
{
    private const string One = ApiRoutes.Root + "/bundles/{bundle}";
    private const string File = One + "/files/{sha256}";
    private const int LargestManifest = 8 << 20;

    private static readonly ApiSchema Manifest = ApiSchema.Object("BundleManifest",
        ("format", "string"), ("version", "integer"), ("id", "string"), ("application", "string"), ("rid", "string"), ("frameworks", "array"), ("files", "array"));

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("PUT", One, Scope.Submit, "Announces a bundle by its manifest; tells which files are still missing. Without any, the bundle is complete.", AnnounceAsync)
        {
            Body = ["application/json"],
            Call = Manifest,
            Reply = ApiSchema.Of(WireJson.Default.MissingReply),
        },
        new("GET", One, Scope.Read, "The manifest of a complete bundle.", GetAsync)
        {
            Reply = Manifest,
        },
        new("HEAD", File, Scope.Read, "Tells by Upload-Offset how many bytes of a file have arrived.", OffsetAsync) { Success = [(204, "Upload-Offset tells how many bytes have arrived.")] },
        new("PUT", File, Scope.Submit, "Sends a file of an announced bundle from its beginning.", call => TakeAsync(call, 0))
        {
            Body = ["application/octet-stream"],
            Headers = [("Content-Encoding", false, "br or gzip; plain without.")],
            Success = [(204, "Upload-Offset tells how many bytes have arrived.")],
        },
        new("PATCH", File, Scope.Submit, "Goes on with a file at Upload-Offset.", call => TakeAsync(call, UploadHeaders.Offset(call)))
        {
            Body = ["application/octet-stream"],
            Headers = [("Upload-Offset", true, "Where the body goes on."), ("Content-Encoding", false, "br or gzip; plain without.")],
            Success = [(204, "Upload-Offset tells how many bytes have arrived.")],
        },
    ];

    private static async Task AnnounceAsync(ApiCall call)
    {
        var body = await BodyReading.ReadAllAsync(call.Http.Request, LargestManifest, call.Aborted);
        var manifest = BundleManifestJson.Read(body);
        if (manifest.Id != call.Value("bundle"))
        {
            throw new BadRequestException($"The manifest is that of bundle '{manifest.Id}', not of '{call.Value("bundle")}'. Send it to its own address.");
        }

        var missing = await call.Parts.Uploads.AnnounceAsync(manifest, call.Aborted);
        await call.JsonAsync(new MissingReply(manifest.Id, missing.Count == 0, missing), WireJson.Default.MissingReply);
    }

    private static async Task GetAsync(ApiCall call)
    {
        var id = call.Value("bundle");
        if (!call.Parts.Engine.Bundles.HasManifest(id))
        {
            throw NotFound($"Bundle '{id}' is not on this server, or not complete.");
        }

        await call.BytesAsync(BundleManifestJson.Write(await call.Parts.Engine.Bundles.GetAsync(id, call.Aborted)), "application/json");
    }

    private static Task OffsetAsync(ApiCall call)
    {
        var (offset, length) = call.Parts.Uploads.Find(call.Value("bundle"), call.Value("sha256")) ?? throw Unannounced(call);
        return UploadHeaders.AnswerAsync(call, offset, length);
    }

    private static async Task TakeAsync(ApiCall call, long offset)
    {
        var encoding = UploadHeaders.Encoding(call);
        var end = await call.Parts.Uploads.TakeAsync(call.Value("bundle"), call.Value("sha256"), offset, call.Http.Request.Body, encoding, call.Aborted) ?? throw Unannounced(call);
        await UploadHeaders.AnswerAsync(call, end);
    }

    private static RefusedException Unannounced(ApiCall call) =>
        NotFound($"Bundle '{call.Value("bundle")}' with a file '{call.Value("sha256")}' was not announced. Send the bundle's manifest first.");

    private static RefusedException NotFound(string message) => new(404, ProblemCodes.NotFound, "There is no such thing", message);
}
