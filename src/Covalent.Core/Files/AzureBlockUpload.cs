using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Covalent.Core.Files;

/// <summary>Sends a large file to Azure as blocks. A block is called by its number and its contents' hash, so what an earlier try left is known again
/// without any note of it, and a changed file's blocks are sent anew. The blob appears whole, with the last request.</summary>
/// <param name="http">Carries the requests.</param>
/// <param name="addressOf">The blob's address with a query.</param>
internal sealed class AzureBlockUpload(HttpStrategy http, Func<string, Uri> addressOf)
{
    private const int MostBlocks = 50_000;

    public async Task RunAsync(string from, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var file = new PieceFile(from, MostBlocks);
        var there = await ThereAsync(cancellationToken).ConfigureAwait(false);
        var blocks = new List<string>(file.Count);
#pragma warning disable CA5351 // The checksum that Azure keeps with a blob; no security rests on it.
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        for (var index = 0; index < file.Count; index++)
        {
            var piece = await file.ReadAsync(index, cancellationToken).ConfigureAwait(false);
            whole.AppendData(piece.Span);
            var sum = FileChecksum.Md5Of(piece.Span);
            var name = NameOf(index, sum);
            blocks.Add(name);
            if (!there.Contains(name))
            {
                using var sent = await file.InsistAsync(() => SendAsync(name, piece, sum, cancellationToken)).ConfigureAwait(false);
            }

            progress.Report(file.ShareAfter(index));
        }

        using var joined = await file.InsistAsync(() => JoinAsync(blocks, whole.GetCurrentHash(), cancellationToken)).ConfigureAwait(false);
    }

    private static string NameOf(int index, byte[] sum)
    {
        var name = new byte[sizeof(int) + sum.Length];
        BinaryPrimitives.WriteInt32BigEndian(name, index);
        sum.CopyTo(name, sizeof(int));
        return Convert.ToBase64String(name);
    }

    private async Task<HashSet<string>> ThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, addressOf("comp=blocklist&blocklisttype=uncommitted"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
            var list = XDocument.Parse((await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF'));
            return [.. list.Descendants("UncommittedBlocks").Descendants("Name").Select(static name => name.Value)];
        }
        catch (FileRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // Nothing is there yet, or the signature allows writing alone; a wrong one is told by the first block.
            return [];
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string name, ReadOnlyMemory<byte> piece, byte[] sum, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, addressOf($"comp=block&blockid={Uri.EscapeDataString(name)}")) { Content = new ReadOnlyMemoryContent(piece) };
        request.Content.Headers.ContentMD5 = sum;
        return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> JoinAsync(List<string> blocks, byte[] sum, CancellationToken cancellationToken)
    {
        var list = new XElement("BlockList", blocks.Select(static name => new XElement("Latest", name)));
        using var request = new HttpRequestMessage(HttpMethod.Put, addressOf("comp=blocklist")) { Content = new StringContent(list.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "application/xml") };
        request.Headers.Add("x-ms-blob-content-md5", Convert.ToBase64String(sum));
        return await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
    }
}
