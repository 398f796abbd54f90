using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Covalent.Core.Files;

/// <summary>Sends a large file to S3 in parts. What an earlier try left unfinished for the same key is found by asking the store, and its parts that are still
/// those of the file are not sent again. The object appears whole, with the last request.</summary>
/// <param name="http">Carries and signs the requests.</param>
/// <param name="addressOf">The address of bucket (false) or object (true) with a query, whose parts are sorted and escaped as the signature wants them.</param>
/// <param name="key">The object's name.</param>
internal sealed class S3PartUpload(HttpStrategy http, Func<bool, string, Uri> addressOf, string key)
{
    private const int MostParts = 10_000;

    public async Task RunAsync(string from, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var file = new PieceFile(from, MostParts);
        var earlier = await EarlierAsync(cancellationToken).ConfigureAwait(false);
        var there = earlier is null ? [] : await PartsAsync(earlier, cancellationToken).ConfigureAwait(false);
        var upload = earlier ?? await BeginAsync(cancellationToken).ConfigureAwait(false);
        var parts = new XElement("CompleteMultipartUpload");
        for (var index = 0; index < file.Count; index++)
        {
            var (number, piece) = (index + 1, await file.ReadAsync(index, cancellationToken).ConfigureAwait(false));
            var sum = new Crc32C();
            sum.Add(piece.Span);
            // The tag of a part is its MD5, but where the store encrypts; then it is sent again.
            var tag = $"\"{Convert.ToHexStringLower(FileChecksum.Md5Of(piece.Span))}\"";
            if (there.GetValueOrDefault(number) != tag)
            {
                using var sent = await file.InsistAsync(() => SendAsync(upload, number, piece, sum.ToString(), cancellationToken)).ConfigureAwait(false);
                tag = sent.Headers.ETag?.ToString() ?? tag;
            }

            parts.Add(new XElement("Part", new XElement("PartNumber", number), new XElement("ETag", tag), new XElement("ChecksumCRC32C", sum.ToString())));
            progress.Report(file.ShareAfter(index));
        }

        using var joined = await file.InsistAsync(() => JoinAsync(upload, parts, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<string?> EarlierAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await AskAsync(false, $"prefix={Uri.EscapeDataString(key)}&uploads=", cancellationToken).ConfigureAwait(false);
            return Named(list, "Upload").Where(one => Text(one, "Key") == key).MaxBy(static one => Text(one, "Initiated"), StringComparer.Ordinal) is { } latest ? Text(latest, "UploadId") : null;
        }
        catch (FileRefusedException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotImplemented)
        {
            // Who may write need not be allowed to list; wrong credentials are told when the upload begins.
            return null;
        }
    }

    private async Task<Dictionary<int, string>> PartsAsync(string upload, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<int, string>();
        for (var last = "0"; last is not null;)
        {
            var page = await AskAsync(true, $"part-number-marker={last}&uploadId={Uri.EscapeDataString(upload)}", cancellationToken).ConfigureAwait(false);
            foreach (var part in Named(page, "Part"))
            {
                parts[int.Parse(Text(part, "PartNumber"), CultureInfo.InvariantCulture)] = Text(part, "ETag");
            }

            last = Text(page, "IsTruncated") == "true" ? Text(page, "NextPartNumberMarker") : null;
        }

        return parts;
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, addressOf(true, "uploads="));
        request.Headers.Add("x-amz-checksum-algorithm", "CRC32C");
        // So that the store tells a sum of the whole, which a download can be checked against.
        request.Headers.Add("x-amz-checksum-type", "FULL_OBJECT");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return Text(await ReadAsync(response, cancellationToken).ConfigureAwait(false), "UploadId");
    }

    private async Task<HttpResponseMessage> SendAsync(string upload, int number, ReadOnlyMemory<byte> piece, string sum, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, addressOf(true, string.Create(CultureInfo.InvariantCulture, $"partNumber={number}&uploadId={Uri.EscapeDataString(upload)}"))) { Content = new ReadOnlyMemoryContent(piece) };
        request.Headers.Add(S3Strategy.Checksum, sum);
        return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> JoinAsync(string upload, XElement parts, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, addressOf(true, $"uploadId={Uri.EscapeDataString(upload)}")) { Content = new StringContent(parts.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "application/xml") };
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        // Joining takes long, so S3 says "200" first and may think otherwise in the body.
        var words = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (words.Contains("<Error>", StringComparison.Ordinal))
        {
            response.Dispose();
            throw new FileRefusedException(HttpStatusCode.InternalServerError, $"S3 has all parts of '{key}' and could not join them: {(words.Length > 300 ? words[..300] + "…" : words)}");
        }

        return response;
    }

    private async Task<XElement> AskAsync(bool isObject, string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, addressOf(isObject, query));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<XElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return XDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).Root!;
        }
        catch (System.Xml.XmlException e)
        {
            throw new CovalentException($"'{HttpStrategy.Shown(response.RequestMessage!.RequestUri!)}' does not answer as S3 does: {e.Message} Check AWS_ENDPOINT_URL_S3.", e);
        }
    }

    // Some stores leave the namespace out.
    private static IEnumerable<XElement> Named(XElement within, string name) => within.Elements().Where(one => one.Name.LocalName == name);

    private static string Text(XElement within, string name) => Named(within, name).FirstOrDefault()?.Value ?? "";
}
