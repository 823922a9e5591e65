// Nothing of its own: the same program in another form.
return await ProtoBench.Peer.Program.RunAsync(args).ConfigureAwait(false);
