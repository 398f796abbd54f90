using Covalent.Server.Security;

namespace Covalent.Server.Api;

/// <summary>Taking in submissions that are too large for one request: resumable, checked by hash, submitted afterwards by name.</summary>
internal static class DocumentEndpoints
{
    private const string One = ApiRoutes.Root + "/documents/{sha256}";

    public static IReadOnlyList<ApiRoute> Routes { get; } =
    [
        new("HEAD", One, Scope.Submit, "Tells by Upload-Offset how many bytes of a submission have arrived.", OffsetAsync)
        {
            Success = [(204, "Upload-Offset tells how many bytes have arrived.")],
        },
        new("PUT", One, Scope.Submit, "Sends a submission of Upload-Length bytes from its beginning.", call => TakeAsync(call, 0))
        {
            Headers = [("Upload-Length", true, "Bytes of the whole."), ("Content-Encoding", false, "br or gzip; plain without.")],
            Success = [(204, "Upload-Offset tells how many bytes have arrived.")],
            Body = ["application/octet-stream"],
        },
        new("PATCH", One, Scope.Submit, "Goes on with a submission of Upload-Length bytes at Upload-Offset.", call => TakeAsync(call, UploadHeaders.Offset(call)))
        {
            Headers = [("Upload-Length", true, "Bytes of the whole."), ("Upload-Offset", true, "Where the body goes on."), ("Content-Encoding", false, "br or gzip; plain without.")],
            Success = [(204, "Upload-Offset tells how many bytes have arrived.")],
            Body = ["application/octet-stream"],
        },
    ];

    private static Task OffsetAsync(ApiCall call) => UploadHeaders.AnswerAsync(call, call.Parts.Documents.OffsetOf(DocumentUploads.Checked(call.Value("sha256"))));

    private static async Task TakeAsync(ApiCall call, long offset)
    {
        var length = UploadHeaders.Length(call);
        var end = await call.Parts.Documents.TakeAsync(
            DocumentUploads.Checked(call.Value("sha256")), length, offset, call.Http.Request.Body, UploadHeaders.Encoding(call), call.Aborted);
        await UploadHeaders.AnswerAsync(call, end, length);
    }
}
