package io.outagelab.hosting;

import io.grpc.stub.StreamObserver;
import io.outagelab.contracts.apps.v1.CreatePostRequest;
import io.outagelab.contracts.apps.v1.CreatePostResponse;
import io.outagelab.contracts.apps.v1.PostServiceGrpc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Takes visitors' posts at the front ends of this container: one for each idempotency key of a user
 * of an app, however often it is asked for, at once or one after the other. What failed is no post,
 * and is tried again.
 */
public class PostEndpoint extends PostServiceGrpc.PostServiceImplBase {
  /** Keys remembered; beyond, the oldest is forgotten. */
  private static final int MAX_POSTS = 10_000;

  private record Key(String app, String user, String chosen) {}

  private final FrontDesk desk;
  private final Map<Key, CompletableFuture<CreatePostResponse>> posts = new LinkedHashMap<>();

  /** The front ends of this cast. */
  public PostEndpoint(Cast cast) {
    this.desk = new FrontDesk(cast);
  }

  @Override
  public void createPost(CreatePostRequest request, StreamObserver<CreatePostResponse> response) {
    // A copy: one caller's going away is not another's.
    Replies.send(response, () -> post(request).copy());
  }

  private synchronized CompletableFuture<CreatePostResponse> post(CreatePostRequest request) {
    FrontDesk.named("the idempotency key", request.getIdempotencyKey());
    Key key =
        new Key(request.getApp(), request.getVisitor().getUser(), request.getIdempotencyKey());
    CompletableFuture<CreatePostResponse> known = posts.get(key);
    if (known != null && !known.isCompletedExceptionally()) {
      return known;
    }
    CompletableFuture<CreatePostResponse> made =
        desk.serve(request.getApp(), request.getVisitor())
            .thenApply(
                served ->
                    CreatePostResponse.newBuilder()
                        .setServed(served)
                        .setPostId(UUID.randomUUID().toString())
                        .build());
    posts.remove(key);
    if (posts.size() >= MAX_POSTS) {
      posts.remove(posts.keySet().iterator().next());
    }
    posts.put(key, made);
    return made;
  }
}
